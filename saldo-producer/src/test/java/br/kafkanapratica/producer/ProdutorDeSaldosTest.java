package br.kafkanapratica.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.EnvioConfirmado;
import br.kafkanapratica.terminal.FalhaNoKafka;
import br.kafkanapratica.terminal.Sintoma;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
                .hasMessageContaining("SPRING_KAFKA_BOOTSTRAP_SERVERS");
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

    @Test
    void quemEInterrompidoAEsperaDaRespostaDizDeQuemNaoSabe() throws Exception {
        try (var semResposta = new MockProducer<>(false, null, new StringSerializer(), new StringSerializer())) {
            var produtor = produtor("2025-10-14T18:20:00Z", semResposta);
            assertThat(produtor.interrompido()).isEmpty();
            var envio = CompletableFuture.runAsync(() -> {
                try {
                    produtor.remove("7");
                } catch (FalhaNoKafka | InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
            await().untilAsserted(() -> assertThat(produtor.interrompido())
                    .hasValueSatisfying(frase -> assertThat(frase).startsWith("NÃO CONFIRMADO -> key=7: ")));
            await().until(semResposta::completeNext);
            envio.get();
            assertThat(produtor.interrompido()).isEmpty();
        }
    }

    private ProdutorDeSaldos produtor(String agora) {
        return produtor(agora, kafka);
    }

    private static ProdutorDeSaldos produtor(String agora, MockProducer<String, String> kafka) {
        var destino = new Destino("contas", "meu-kafka:9092");
        var entrega = new EnvioConfirmado(() -> kafka, destino, Duration.ofMinutes(1), () -> Sintoma.LENTO);
        var relogio = Clock.fixed(Instant.parse(agora), ZoneId.of("America/Sao_Paulo"));
        return new ProdutorDeSaldos(entrega, destino, relogio);
    }
}
