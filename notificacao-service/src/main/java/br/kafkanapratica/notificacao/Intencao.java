package br.kafkanapratica.notificacao;

import br.kafkanapratica.comum.Feito;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Até onde se vai avisar, gravado antes do aviso: o offset de um grupo só para isso, {@value #GRUPO}, que só anda para a frente.
 *
 * <p>Num dia normal ele vai um passo à frente do {@code grupo_notificacao}, que o alcança no commit. Quem recebe um registro
 * abaixo dele sabe que alguém já anunciou que o avisaria: morreu antes do commit, ou os offsets foram voltados atrás. Pode ser
 * usada de várias threads, uma por partição.
 */
@Component
class Intencao implements AutoCloseable {

    static final String GRUPO = "grupo_notificacao-avisos";

    /**
     * Por quanto tempo a última intenção conhecida de uma partição, que continua desta instância, vale sem a ler de novo. Quem
     * ficou parado mais que isso pode ter perdido a sessão, e a partição, sem ainda o saber; nenhuma sessão vence tão depressa.
     */
    private static final Duration VALIDADE = Duration.ofSeconds(1);

    private static final Duration PRAZO = Duration.ofSeconds(3);

    /** @param em quando se soube, pelo relógio de parede: o {@link System#nanoTime()} não conta o tempo de um laptop suspenso */
    private record Conhecida(long fim, Instant em) {

        boolean vale() {
            var idade = Duration.between(em, Instant.now());
            return !idade.isNegative() && idade.compareTo(VALIDADE) < 0;
        }
    }

    private final Map<Integer, Conhecida> conhecidas = new ConcurrentHashMap<>();
    private final Consumer<?, ?> offsets;

    Intencao(ConsumerFactory<?, ?> kafka) {
        var ajustes = new Properties();
        ajustes.put("group.protocol", "classic"); // não lê registros, nem entra no grupo: só lê e grava os seus offsets
        this.offsets = kafka.createConsumer(GRUPO, "intencao", "", ajustes);
    }

    /** Até onde já se tinha anunciado avisar, exclusive, em cada partição. */
    record Anterior(Map<Integer, Long> fins) {

        boolean talvezJaAvisado(ConsumerRecord<?, ?> registro) {
            return registro.offset() < fins.getOrDefault(registro.partition(), 0L);
        }
    }

    /**
     * Grava a intenção destes avisos e devolve a que havia.
     *
     * @throws KafkaException se não foi gravada: não se deve avisar
     */
    Anterior anota(List<Feito<String>> avisos) {
        var fins = new HashMap<Integer, Long>();
        avisos.forEach(aviso ->
                fins.merge(aviso.registro().partition(), aviso.registro().offset() + 1, Math::max));
        var anteriores = anteriores(fins.keySet());
        fins.replaceAll((particao, fim) -> Math.max(fim, anteriores.getOrDefault(particao, 0L)));
        grava(fins);
        return new Anterior(anteriores);
    }

    /** Estas partições chegaram agora: outra instância pode ter avisado delas. */
    void esquece(Collection<TopicPartition> particoes) {
        particoes.forEach(particao -> conhecidas.remove(particao.partition()));
    }

    private Map<Integer, Long> anteriores(Set<Integer> particoes) {
        var fins = new HashMap<Integer, Long>();
        conhecidas.forEach((particao, conhecida) -> {
            if (conhecida.vale()) {
                fins.put(particao, conhecida.fim());
            }
        });
        if (!fins.keySet().containsAll(particoes)) {
            var gravados = gravados(particoes.stream().map(Intencao::particao).collect(Collectors.toSet()));
            for (int particao : particoes) {
                var gravado = gravados.get(particao(particao));
                fins.put(particao, gravado == null ? 0L : gravado.offset());
            }
        }
        return fins;
    }

    private Map<TopicPartition, OffsetAndMetadata> gravados(Set<TopicPartition> particoes) {
        synchronized (offsets) {
            return offsets.committed(particoes, PRAZO);
        }
    }

    private void grava(Map<Integer, Long> fins) {
        conhecidas.keySet().removeAll(fins.keySet()); // se a gravação falhar, não se sabe qual vale
        var novos = new HashMap<TopicPartition, OffsetAndMetadata>();
        fins.forEach((particao, fim) -> novos.put(particao(particao), new OffsetAndMetadata(fim)));
        synchronized (offsets) {
            offsets.commitSync(novos, PRAZO);
        }
        var agora = Instant.now();
        fins.forEach((particao, fim) -> conhecidas.put(particao, new Conhecida(fim, agora)));
    }

    private static TopicPartition particao(int numero) {
        return new TopicPartition(Topico.PEDIDOS_CONCLUIDOS.nome(), numero);
    }

    @Override
    public void close() {
        synchronized (offsets) {
            offsets.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
