package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
