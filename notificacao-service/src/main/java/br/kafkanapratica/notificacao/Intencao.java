package br.kafkanapratica.notificacao;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.etapa.Etapas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.stereotype.Component;

/**
 * Até onde se vai avisar, gravado antes do aviso: o offset de um grupo só para isso, {@value #GRUPO}, que só anda para a frente.
 *
 * <p>Num dia normal ele vai um passo à frente do {@code grupo_notificacao}, que o alcança no commit. Quem recebe um registro
 * abaixo dele sabe que alguém já anunciou que o avisaria: morreu antes do commit, ou os offsets foram voltados atrás.
 *
 * <p>Entre ler a intenção e gravar a sua, uma instância pode parar (um laptop suspenso, uma coleta de lixo longa) e perder a
 * partição sem o saber. Por isso grava numa transação que também repete o offset do {@code grupo_notificacao}, em nome do
 * membro que ela é: se já não é, o Kafka recusa as duas gravações. E enquanto a transação está aberta, quem recebe a partição
 * espera por ela antes de ler. Logo, uma gravação aceita diz que ninguém gravou desde a leitura, por longa que fosse a pausa.
 *
 * <p>Pode ser usada de várias threads, uma por partição.
 */
@Component
class Intencao implements AutoCloseable {

    static final String GRUPO = Grupo.AVISOS;

    /** Bem menos que a sessão mais curta: quem confirmou há tão pouco ainda é o dono da partição. */
    static final Duration VALIDADE = Duration.ofSeconds(1);

    private static final int CONFIRMACOES =
            3; // numa máquina que leva mais que a VALIDADE em cada uma, avisa-se mesmo assim
    private static final Duration PRAZO = Duration.ofSeconds(10); // mais que o de uma transação que outro deixou aberta

    private final Map<TopicPartition, Long> conhecidas = new ConcurrentHashMap<>();
    private final ConsumerFactory<?, ?> consumidores;
    private @Nullable Consumer<?, ?> offsets; // só com esta instância travada
    private final KafkaOperations<byte[], byte[]> kafka;

    /** De parede: o {@link System#nanoTime()} não conta o tempo de um laptop suspenso. */
    private final Clock relogio;

    @Autowired
    Intencao(Etapas etapas) {
        this(etapas.consumidores(), etapas.kafka());
    }

    Intencao(ConsumerFactory<?, ?> consumidores, KafkaOperations<byte[], byte[]> kafka) {
        this(consumidores, kafka, Clock.systemUTC());
    }

    Intencao(ConsumerFactory<?, ?> consumidores, KafkaOperations<byte[], byte[]> kafka, Clock relogio) {
        this.consumidores = consumidores;
        this.kafka = kafka;
        this.relogio = relogio;
    }

    /** Uma intenção gravada. */
    final class Anuncio {

        private final ConsumerGroupMetadata membro;
        private final Map<TopicPartition, OffsetAndMetadata> inicios;
        private final Map<TopicPartition, Long> anteriores;
        private final Map<TopicPartition, Long> fins;
        private Instant em;

        private Anuncio(
                ConsumerGroupMetadata membro,
                Map<TopicPartition, OffsetAndMetadata> inicios,
                Map<TopicPartition, Long> anteriores,
                Map<TopicPartition, Long> fins) {
            this.membro = membro;
            this.inicios = inicios;
            this.anteriores = anteriores;
            this.fins = fins;
            this.em = grava();
        }

        /** Se alguém já tinha anunciado que avisaria este registro. */
        boolean talvezJaAvisado(ConsumerRecord<?, ?> registro) {
            var particao = new TopicPartition(registro.topic(), registro.partition());
            return registro.offset() < anteriores.getOrDefault(particao, 0L);
        }

        /**
         * A última coisa antes de avisar: se desde o anúncio passou tempo que chegue para perder a partição, anuncia de novo.
         *
         * @throws KafkaException se a partição já é de outro: é ele quem avisa
         */
        void confirma() {
            for (int vez = 0; vez < CONFIRMACOES && !recente(); vez++) {
                em = grava();
            }
        }

        private boolean recente() {
            var idade = Duration.between(em, relogio.instant());
            return !idade.isNegative() && idade.compareTo(VALIDADE) < 0;
        }

        /** Devolve quando começou a gravar: o que vale é o instante em que o Kafka respondeu quem é o dono, depois deste. */
        private Instant grava() {
            var agora = relogio.instant();
            conhecidas.keySet().removeAll(fins.keySet()); // se a gravação falhar, não se sabe qual vale
            try {
                kafka.executeInTransaction(transacao -> {
                    transacao.sendOffsetsToTransaction(inicios, membro);
                    transacao.sendOffsetsToTransaction(offsets(fins), new ConsumerGroupMetadata(GRUPO));
                    return fins;
                });
            } catch (CommitFailedException e) {
                throw naoSouMaisODono(e);
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                throw new KafkaException(
                        "o broker encerrou a transação da intenção, que passou de transaction.timeout.ms, e o lote volta",
                        e);
            }
            conhecidas.putAll(fins);
            return agora;
        }
    }

    /**
     * Grava a intenção destes avisos.
     *
     * @param membro quem esta instância é no grupo, sabido antes de tratar o lote
     * @param inicios onde o lote começa em cada partição, que é onde o grupo está
     * @throws KafkaException se não foi gravada, ou não se sabe: não se deve avisar
     */
    Anuncio anuncia(ConsumerGroupMetadata membro, Map<TopicPartition, OffsetAndMetadata> inicios, List<Aviso> avisos) {
        if (membro.generationId() < 0 || membro.memberId().isEmpty()) {
            throw naoSouMaisODono(null); // e o Kafka aceitaria de um anônimo o que recusa a quem já não é membro
        }
        var fins = new HashMap<TopicPartition, Long>();
        avisos.forEach(aviso -> fins.merge(aviso.particao(), aviso.registro().offset() + 1, Math::max));
        var anteriores = anteriores(fins.keySet());
        fins.replaceAll((particao, fim) -> Math.max(fim, anteriores.getOrDefault(particao, 0L)));
        var aqui = new HashMap<>(inicios);
        aqui.keySet().retainAll(fins.keySet());
        return new Anuncio(membro, aqui, anteriores, fins);
    }

    void esquece(Iterable<TopicPartition> particoes) {
        particoes.forEach(conhecidas::remove);
    }

    /** O que esta instância gravou vale enquanto a partição for sua; a gravação que vem a seguir só passa se for. */
    private Map<TopicPartition, Long> anteriores(Set<TopicPartition> particoes) {
        var fins = new HashMap<>(conhecidas);
        fins.keySet().retainAll(particoes);
        var faltam = new HashSet<>(particoes);
        faltam.removeAll(fins.keySet());
        if (!faltam.isEmpty()) {
            var gravados = gravados(faltam);
            for (var particao : faltam) {
                var gravado = gravados.get(particao);
                fins.put(particao, gravado == null ? 0L : gravado.offset());
            }
        }
        return fins;
    }

    private synchronized Map<TopicPartition, OffsetAndMetadata> gravados(Set<TopicPartition> particoes) {
        if (offsets
                == null) { // só agora: sem um endereço que se ache, ele não se faz, e o programa tem de esperar por um
            offsets = consumidor();
        }
        return offsets.committed(particoes, PRAZO);
    }

    private Consumer<?, ?> consumidor() {
        var ajustes = new Properties();
        ajustes.put("group.protocol", "classic"); // não lê registros, nem entra no grupo: só lê os seus offsets
        ajustes.put("group.remote.assignor", ""); // só o protocolo novo o aceita
        return consumidores.createConsumer(GRUPO, "intencao", "", ajustes);
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Long> fins) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        fins.forEach((particao, fim) -> offsets.put(particao, new OffsetAndMetadata(fim)));
        return offsets;
    }

    private static KafkaException naoSouMaisODono(@Nullable CommitFailedException causa) {
        return new KafkaException(
                "esta instância ficou parada e o grupo deu a outra as partições deste lote; quem as tem agora avisa",
                causa);
    }

    @Override
    public synchronized void close() {
        if (offsets != null) {
            offsets.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
