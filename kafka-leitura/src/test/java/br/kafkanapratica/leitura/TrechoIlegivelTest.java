package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrechoIlegivelTest {

    private static final TopicPartition UM = new TopicPartition("pedidos", 1);
    private static final TopicPartition DEZ = new TopicPartition("pedidos", 10);
    private static final TopicPartition OUTRO = new TopicPartition("novos-pedidos", 1);

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
        var perguntas = new AtomicInteger();
        var mudoAte106 = new MockConsumer<byte[], byte[]>("none") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration espera) {
                perguntas.incrementAndGet();
                var registro = new ConsumerRecord<byte[], byte[]>("pedidos", 1, position(UM), null, null);
                return position(UM) < 106
                        ? ConsumerRecords.empty()
                        : new ConsumerRecords<>(Map.of(UM, List.of(registro)), Map.of());
            }
        };
        var trecho = new TrechoIlegivel(UM, 100, TrechoIlegivel.SEM_ENTREGA);
        assertThat(trecho.proximoLegivel(mudoAte106, 1_100, Duration.ZERO)).isEqualTo(106);
        assertThat(perguntas).hasValueLessThan(12);
        assertThat(trecho.proximoLegivel(mudoAte106, 104, Duration.ZERO))
                .as("nada se lê")
                .isEqualTo(104);
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
}
