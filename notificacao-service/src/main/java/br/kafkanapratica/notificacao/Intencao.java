package br.kafkanapratica.notificacao;

import br.kafkanapratica.comum.Feito;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.KafkaAdmin;
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
     * Por quanto tempo a última intenção conhecida de uma partição vale sem a ler de novo. Outra instância só avisaria dela
     * depois de esta perder a sessão, e nenhum broker aceita uma sessão tão curta.
     */
    private static final long VALIDADE = TimeUnit.SECONDS.toNanos(1);

    /** @param em quando se soube, em {@link System#nanoTime()} */
    private record Conhecida(long fim, long em) {}

    private final Map<Integer, Conhecida> conhecidas = new ConcurrentHashMap<>();
    private final Admin admin;

    Intencao(KafkaAdmin kafka) {
        this.admin = Admin.create(kafka.getConfigurationProperties());
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
        try {
            var anteriores = anteriores(fins.keySet());
            fins.replaceAll((particao, fim) -> Math.max(fim, anteriores.getOrDefault(particao, 0L)));
            grava(fins);
            return new Anterior(anteriores);
        } catch (ExecutionException e) {
            throw new KafkaException("não consegui anotar os avisos no Kafka", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrompido ao anotar os avisos", e);
        }
    }

    private Map<Integer, Long> anteriores(Set<Integer> particoes) throws ExecutionException, InterruptedException {
        long agora = System.nanoTime();
        var fins = new HashMap<Integer, Long>();
        conhecidas.forEach((particao, conhecida) -> {
            if (agora - conhecida.em() < VALIDADE) {
                fins.put(particao, conhecida.fim());
            }
        });
        if (!fins.keySet().containsAll(particoes)) {
            var gravados = admin.listConsumerGroupOffsets(GRUPO)
                    .partitionsToOffsetAndMetadata()
                    .get();
            for (int particao : particoes) {
                var gravado = gravados.get(particao(particao));
                fins.put(particao, gravado == null ? 0L : gravado.offset());
            }
        }
        return fins;
    }

    private void grava(Map<Integer, Long> fins) throws ExecutionException, InterruptedException {
        conhecidas.keySet().removeAll(fins.keySet()); // se a gravação falhar, não se sabe qual vale
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        fins.forEach((particao, fim) -> offsets.put(particao(particao), new OffsetAndMetadata(fim)));
        admin.alterConsumerGroupOffsets(GRUPO, offsets).all().get();
        long agora = System.nanoTime();
        fins.forEach((particao, fim) -> conhecidas.put(particao, new Conhecida(fim, agora)));
    }

    private static TopicPartition particao(int numero) {
        return new TopicPartition(Topico.PEDIDOS_CONCLUIDOS.nome(), numero);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
