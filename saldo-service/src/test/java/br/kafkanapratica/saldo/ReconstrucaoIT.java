package br.kafkanapratica.saldo;

import static br.kafkanapratica.saldo.TopicoDeTeste.json;
import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static br.kafkanapratica.testes.ClienteDeTeste.espera;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Reconstruir do começo, dizer em que pé está, e só então responder. */
@ExtendWith(OutputCaptureExtension.class)
class ReconstrucaoIT {

    private static final Duration UM_MINUTO = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void reconstroiSaldosAposReinicio(int particoes) {
        try (var topico = new TopicoDeTeste(particoes)) {
            IntStream.range(0, 200)
                    .mapToObj(i -> topico.kafka.envia(
                            topico.nome, null, bytes("c" + i % 50), bytes(json("c" + i % 50, i + ".00"))))
                    .toList()
                    .forEach(ClienteDeTeste::espera);
            topico.saldo("1", "200.00");
            topico.saldo("1", "150.00");
            for (int vez = 0; vez < 2; vez++) {
                try (var servico = topico.servico().esperaPronto()) {
                    assertThat(servico.saldo("1").body())
                            .isEqualTo("{\"cliente_id\":\"1\",\"saldo\":150.00,\"timestamp\":\"2025-10-14T15:20:57\"}");
                    assertThat(servico.json("/saldos").get("total").asInt()).isEqualTo(51);
                    assertThat(servico.saldo("c49").body()).contains("199.00");
                }
            }
        }
    }

    @Test
    void topicoVazioFicaProntoSemClientes(CapturedOutput saida) {
        try (var topico = new TopicoDeTeste(3);
                var servico = topico.servico().esperaPronto()) {
            assertThat(servico.get("/saldos").body()).isEqualTo("{\"total\":0,\"corrompidos\":0,\"clientes\":[]}");
            await().atMost(UM_MINUTO)
                    .untilAsserted(() -> assertThat(saida)
                            .contains("Reconstruindo estado a partir do tópico...")
                            .contains("Reconstrução finalizada. Número de chaves: 0"));
        }
    }

    /** Uma transação aberta segura a reconstrução num ponto conhecido: o que se vê enquanto ela dura não é sorte. */
    @Test
    void enquantoReconstroiResponde503ComOAndamento(CapturedOutput saida) {
        try (var topico = new TopicoDeTeste(1);
                var transacao = produtorTransacional()) {
            topico.saldo("1", "200.00");
            topico.saldo("2", "50.00");
            transacao.beginTransaction();
            transacao.send(new ProducerRecord<>(topico.nome, bytes("1"), bytes(json("1", "150.00"))));
            transacao.flush();
            espera(topico.kafka.envia(topico.nome, null, bytes("3"), bytes(json("3", "30.00"))));
            try (var servico = topico.servico()) {
                await().atMost(UM_MINUTO)
                        .until(() -> servico.json("/saldo/1").path("lidos").asInt() == 2);
                for (var caminho : new String[] {"/saldo/1", "/saldo/x", "/saldos", "/saldos/corrompidos"}) {
                    var resposta = servico.get(caminho);
                    assertThat(resposta.statusCode()).isEqualTo(503);
                    assertThat(resposta.headers().firstValue("Content-Type")).contains("application/problem+json");
                    assertThat(resposta.headers()
                                    .firstValueAsLong("Retry-After")
                                    .orElse(0))
                            .isPositive();
                    var corpo = ServicoDeSaldos.le(resposta);
                    assertThat(corpo.get("a_ler").asInt()).isEqualTo(2);
                    assertThat(corpo.get("percentual").asInt()).isEqualTo(50);
                }
                assertThat(servico.get("/actuator/health/readiness").statusCode())
                        .isEqualTo(503);
                assertThat(servico.get("/actuator/health/liveness").statusCode())
                        .isEqualTo(200);
                await().atMost(UM_MINUTO).until(() -> saida.getAll().contains("Reconstruindo: 2 lidos, 2 a ler (50%)"));
                await().atMost(UM_MINUTO).until(() -> servico.json("/saldo/1").has("motivo"));
                assertThat(servico.json("/saldo/1").get("motivo").asString())
                        .contains("transação aberta na partição 0", "desde o offset 2");
                assertThat(servico.json("/saldo/1").has("estimativa_segundos"))
                        .as("ninguém sabe quanto uma transação dura")
                        .isFalse();

                transacao.commitTransaction();
                servico.esperaPronto();
                assertThat(servico.saldo("1").body()).contains("150.00");
                assertThat(servico.saldo("3").body()).contains("30.00");
            }
        }
    }

    @Test
    void transacaoAbortadaNaoApareceEAsMarcasDelaNaoSeguramOFim() {
        try (var topico = new TopicoDeTeste(1);
                var transacao = produtorTransacional()) {
            topico.saldo("1", "200.00");
            transacao.beginTransaction();
            transacao.send(new ProducerRecord<>(topico.nome, bytes("1"), bytes(json("1", "999.00"))));
            transacao.flush();
            transacao.abortTransaction();
            try (var servico = topico.servico().esperaPronto()) {
                assertThat(servico.saldo("1").body()).contains("200.00");
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> produtorTransacional() {
        var configuracao = new Properties();
        configuracao.put("bootstrap.servers", BrokerDeTeste.compartilhado().servidores());
        configuracao.put("transactional.id", UUID.randomUUID().toString());
        var produtor = new KafkaProducer<>(configuracao, new ByteArraySerializer(), new ByteArraySerializer());
        produtor.initTransactions();
        return produtor;
    }
}
