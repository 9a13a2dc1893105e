package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrechoIlegivelTest {

    private static final TopicPartition UM = new TopicPartition("pedidos", 1);
    private static final TopicPartition DEZ = new TopicPartition("pedidos", 10);
    private static final TopicPartition OUTRO = new TopicPartition("novos-pedidos", 1);
    private static final TrechoIlegivel SEM_ENTREGA = new TrechoIlegivel(UM, 100, TrechoIlegivel.SEM_ENTREGA);

    private final MockConsumer<byte[], byte[]> consumidor = new MockConsumer<>("none");

    @BeforeEach
    void atribui() {
        consumidor.assign(List.of(UM, DEZ, OUTRO));
        consumidor.seek(UM, 100);
        consumidor.seek(DEZ, 1000);
        consumidor.seek(OUTRO, 7);
    }

    @Test
    void aParticaoEAQueAMensagemCita_eOOffsetEAPosicaoDela() {
        assertThat(em("Received exception when fetching the next record from pedidos-1. If needed, please seek"))
                .isEqualTo(UM);
        assertThat(em("Received exception when fetching the next record from pedidos-10. If needed, please seek"))
                .isEqualTo(DEZ);
        assertThat(em("Encountered corrupt message when fetching offset 7 for topic-partition novos-pedidos-1"))
                .isEqualTo(OUTRO);
        assertThat(em("Failed to make progress reading messages at pedidos-1=100. Received a non-empty"))
                .isEqualTo(UM);

        var erro = new KafkaException(
                "from pedidos-10.", new KafkaException("x", new OutOfMemoryError("Java heap space")));
        assertThat(TrechoIlegivel.em(erro, consumidor))
                .contains(new TrechoIlegivel(DEZ, 1000, "java.lang.OutOfMemoryError: Java heap space"));
    }

    @Test
    void oQueNaoEDeUmaParticaoNaoETrechoIlegivel() {
        assertThat(TrechoIlegivel.em(new KafkaException("Failed to construct kafka consumer"), consumidor))
                .isEmpty();
        assertThat(TrechoIlegivel.em(new OffsetOutOfRangeException("pedidos-1", Map.of(UM, 100L)), consumidor))
                .isEmpty();
    }

    @Test
    void aFaltaDeMemoriaSaiComONomeDaParticao() {
        consumidor.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        consumidor.schedulePollTask(() -> {
            throw new KafkaException("Received exception when fetching the next record from pedidos-1. If needed");
        });

        var trecho = catchThrowableOfType(KafkaException.class, () -> TrechoIlegivel.poll(consumidor, Duration.ZERO));
        assertThat(TrechoIlegivel.em(trecho, consumidor))
                .contains(new TrechoIlegivel(UM, 100, "java.lang.OutOfMemoryError: Java heap space"));
    }

    @Test
    void oFimDoTrechoEOPrimeiroOffsetQueSeLeDepoisDele() {
        consumidor.updateEndOffsets(Map.of(UM, 110L));
        consumidor.schedulePollTask(() -> {
            throw new KafkaException("Received exception when fetching the next record from pedidos-1. If needed");
        });
        consumidor.schedulePollTask(() -> consumidor.addRecord(new ConsumerRecord<>("pedidos", 1, 105, null, null)));

        assertThat(new TrechoIlegivel(UM, 100, "x").proximoLegivel(consumidor, 110, Duration.ZERO))
                .isEqualTo(102);
    }

    @Test
    void semRespostaNaoSeSabeOndeOTrechoAcaba() {
        assertThatThrownBy(() -> new TrechoIlegivel(UM, 100, "x").proximoLegivel(consumidor, 110, Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
    }

    /** Dentro do segmento danificado não há erro, e sim silêncio; o seguinte lê-se. */
    @Test
    void oFimDoQueOBrokerNaoEntregaAchaSeAosSaltos() {
        var mudo = new Mudo();
        assertThat(SEM_ENTREGA.proximoLegivel(mudo, 1_100, Duration.ZERO)).isEqualTo(106);
        assertThat(mudo.perguntas).isLessThan(14);
        assertThat(SEM_ENTREGA.proximoLegivel(mudo, 104, Duration.ZERO))
                .as("nada se lê")
                .isEqualTo(104);
    }

    /** Do broker que caiu também nada vem, e o conselho seria perder o log até o fim. */
    @Test
    void oSilencioDeUmBrokerQueCaiuNaoEDoLog() {
        var mudo = new Mudo();
        mudo.responde = false;
        assertThatThrownBy(() -> SEM_ENTREGA.proximoLegivel(mudo, 1_100, Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void oQueNaoVinhaEAgoraSeLeNaoETrechoNenhum() {
        var mudo = new Mudo();
        mudo.ate = 100;
        assertThatThrownBy(() -> SEM_ENTREGA.proximoLegivel(mudo, 1_100, Duration.ZERO))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("o offset 100 de pedidos-1");
    }

    /** O 600 não veio a tempo uma vez, e tudo o que está antes dele se perderia. */
    @Test
    void umSilencioPassageiroNoMeioDaBuscaNaoAlongaOTrecho() {
        var mudo = new Mudo();
        mudo.calaSeUmaVezEm = 600;
        assertThatThrownBy(() -> SEM_ENTREGA.proximoLegivel(mudo, 1_100, Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
        assertThat(SEM_ENTREGA.proximoLegivel(mudo, 1_100, Duration.ZERO)).isEqualTo(106);
    }

    /** O CRC não cobre o byte da versão, e o Kafka não diz de que partição é o lote que não entende. */
    @Test
    void aParticaoDoLoteQueOKafkaNaoNomeiaAchaSe_eOConsumidorFicaComoEstava() {
        var ruins = new HashMap<>(Map.of(DEZ, 1_000L, OUTRO, 7L));
        var comLotes = new ComLotesSemNome(ruins);
        comLotes.pause(List.of(UM));

        var primeiro = TrechoIlegivel.em(ComLotesSemNome.ERRO, comLotes).orElseThrow();
        assertThat(primeiro)
                .isEqualTo(new TrechoIlegivel(
                        primeiro.particao(), ruins.remove(primeiro.particao()), ComLotesSemNome.ERRO.getMessage()));
        var segundo = TrechoIlegivel.em(ComLotesSemNome.ERRO, comLotes).orElseThrow();
        assertThat(List.of(primeiro.particao(), segundo.particao())).containsExactlyInAnyOrder(DEZ, OUTRO);
        assertThat(comLotes.paused()).containsExactly(UM);
        assertThat(comLotes.position(UM)).isEqualTo(100);
        assertThat(comLotes.position(DEZ)).isEqualTo(1_000);
        assertThat(comLotes.position(OUTRO)).isEqualTo(7);
    }

    @Test
    void oFimDoLoteQueOKafkaNaoNomeiaTambemSeAcha() {
        var comLotes = new ComLotesSemNome(Map.of(UM, 101L));
        comLotes.schedulePollTask(() -> comLotes.addRecord(new ConsumerRecord<>("pedidos", 1, 102, null, null)));
        assertThat(new TrechoIlegivel(UM, 100, "x").proximoLegivel(comLotes, 110, Duration.ZERO))
                .isEqualTo(102);
    }

    @Test
    void semSaberDeQueParticaoNadaSePula() {
        consumidor.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(catchThrowableOfType(Error.class, () -> TrechoIlegivel.poll(consumidor, Duration.ZERO)))
                .hasMessage("Java heap space");
    }

    private TopicPartition em(String mensagem) {
        return TrechoIlegivel.em(new KafkaException(mensagem), consumidor)
                .orElseThrow()
                .particao();
    }

    /** Responde, mas antes de um offset não entrega nada. */
    private static final class Mudo extends MockConsumer<byte[], byte[]> {
        private int perguntas;
        private long ate = 106;
        private boolean responde = true;
        private long calaSeUmaVezEm = -1;

        Mudo() {
            super("none");
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration espera) {
            perguntas++;
            long onde = position(UM);
            if (onde < ate || !responde || onde == calaSeUmaVezEm) {
                calaSeUmaVezEm = onde == calaSeUmaVezEm ? -1 : calaSeUmaVezEm;
                return ConsumerRecords.empty();
            }
            var registro = new ConsumerRecord<byte[], byte[]>("pedidos", 1, onde, null, null);
            return new ConsumerRecords<>(Map.of(UM, List.of(registro)), Map.of());
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> quais, Duration espera) {
            if (!responde) {
                throw new TimeoutException("prazo");
            }
            return Map.of(UM, 1_100L);
        }
    }

    /** O lote fica à frente dos outros, pausado ou não, enquanto a posição for a dele. */
    private static final class ComLotesSemNome extends MockConsumer<byte[], byte[]> {
        static final CorruptRecordException ERRO = new CorruptRecordException("Invalid magic found in record: 66");
        private final Map<TopicPartition, Long> ruins;

        ComLotesSemNome(Map<TopicPartition, Long> ruins) {
            super("none");
            this.ruins = ruins;
            assign(List.of(UM, DEZ, OUTRO));
            seek(UM, 100);
            seek(DEZ, 1_000);
            seek(OUTRO, 7);
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration espera) {
            if (assignment().stream().anyMatch(esta -> ruins.getOrDefault(esta, -1L) == position(esta))) {
                throw ERRO;
            }
            return super.poll(espera);
        }
    }
}
