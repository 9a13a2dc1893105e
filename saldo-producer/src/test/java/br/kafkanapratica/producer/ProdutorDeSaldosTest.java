package br.kafkanapratica.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.EnvioConfirmado;
import br.kafkanapratica.terminal.FalhaNoKafka;
import br.kafkanapratica.terminal.Sintoma;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ProdutorDeSaldosTest {

    private final MockProducer<String, String> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
    private final ProdutorDeSaldos produtor = produtor("2025-10-14T18:20:00.987Z");

    @Test
    void timestampTemOffsetEOsSegundosMesmoQuandoSaoZero() throws Exception {
        produtor.produz("1", new BigDecimal("150.00"));

        assertThat(kafka.history().get(0).value())
                .isEqualTo("{\"cliente_id\":\"1\",\"saldo\":150.00,\"timestamp\":\"2025-10-14T15:20:00-03:00\"}");
    }

    @Test
    void semConfirmacaoDizQueNaoEnviouEComoSubirOKafka() {
        kafka.sendException = new TimeoutException("Expiring 1 record(s)");

        assertThatThrownBy(() -> produtor.produz("1", BigDecimal.ONE))
                .isInstanceOf(FalhaNoKafka.class)
                .hasMessageStartingWith("NÃO CONFIRMADO -> key=1: o Kafka em meu-kafka:9092 não respondeu")
                .hasMessageContaining("./start.sh");
    }

    @Test
    void aRecusaDoKafkaVemComOMotivo() {
        kafka.sendException = new RecordTooLargeException("the message is 2 MB");

        assertThatThrownBy(() -> produtor.remove("1"))
                .isInstanceOf(FalhaNoKafka.class)
                .hasMessageContaining("maior que o max.message.bytes do tópico \"contas\"")
                .hasMessageContaining("\n   java -jar broker-local/target/broker-local.jar configs --alter")
                .hasMessageContaining("--add-config max.message.bytes=");
    }

    private ProdutorDeSaldos produtor(String agora) {
        var destino = new Destino("contas", "meu-kafka:9092");
        var entrega = new EnvioConfirmado(() -> kafka, destino, Duration.ofMinutes(1), () -> Sintoma.LENTO);
        var relogio = Clock.fixed(Instant.parse(agora), ZoneId.of("America/Sao_Paulo"));
        return new ProdutorDeSaldos(entrega, destino, relogio);
    }
}
