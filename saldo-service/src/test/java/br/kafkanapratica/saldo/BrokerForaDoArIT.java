package br.kafkanapratica.saldo;

import static br.kafkanapratica.saldo.TopicoDeTeste.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** O broker falta, cai e volta, de verdade. */
@ExtendWith(OutputCaptureExtension.class)
class BrokerForaDoArIT {

    private static final Duration UM_MINUTO = Duration.ofMinutes(1);

    @Test
    void semBrokerNoInicioEsperaDizendoOQueFazerEFicaProntoQuandoEleChega(CapturedOutput saida) {
        try (var broker = BrokerDeTeste.novo()) {
            try (var kafka = new ClienteDeTeste(broker.servidores())) {
                kafka.cria("contas", 3, Topico.CONTAS.configuracoes());
                kafka.escreve("contas", "1", json("1", "150.00"));
            }
            broker.para();
            try (var servico = ServicoDeSaldos.inicia(broker.servidores(), "contas")) {
                await().atMost(UM_MINUTO).until(() -> servico.saldo("1").body().contains("./start.sh"));
                var resposta = servico.saldo("1");
                assertThat(resposta.statusCode()).isEqualTo(503);
                assertThat(resposta.headers().firstValue("Retry-After")).isPresent();
                await().atMost(UM_MINUTO)
                        .until(() -> saida.getAll().contains("O Kafka não responde em " + broker.servidores()));
                assertThat(saida.getAll()).doesNotContain("Exception");
                assertThat(servico.get("/actuator/health/liveness").statusCode())
                        .isEqualTo(200);

                broker.volta();
                servico.esperaPronto();
                assertThat(servico.saldo("1").body()).contains("150.00");
            }
        }
    }

    @Test
    void enderecoQueNaoExisteTambemSoFazEsperar() {
        try (var servico = ServicoDeSaldos.inicia("nao-existe.invalid:" + PortaLivre.uma(), "contas")) {
            await().atMost(UM_MINUTO).until(() -> servico.saldo("1").body().contains("nao-existe.invalid"));
            assertThat(servico.saldo("1").statusCode()).isEqualTo(503);
            assertThat(servico.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

            servico.bean(LogSeguido.class).close(); // como se a thread que lê tivesse morrido
            assertThat(servico.get("/actuator/health/liveness").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void seOBrokerMorreRespondeDaMemoriaDizDesdeQuandoEDepoisAlcanca(CapturedOutput saida) {
        respondeDaMemoria(BrokerDeTeste::mata, saida);
    }

    @Tag("completo")
    @Test
    void seOBrokerParaTambem(CapturedOutput saida) {
        respondeDaMemoria(BrokerDeTeste::para, saida);
    }

    private static void respondeDaMemoria(Consumer<BrokerDeTeste> cai, CapturedOutput saida) {
        try (var broker = BrokerDeTeste.novo();
                var kafka = new ClienteDeTeste(broker.servidores())) {
            kafka.cria("contas", 3, Topico.CONTAS.configuracoes());
            kafka.escreve("contas", "1", json("1", "200.00"));
            try (var servico =
                    ServicoDeSaldos.inicia(broker.servidores(), "contas").esperaPronto()) {
                var antes = Instant.now();
                cai.accept(broker);
                await().atMost(UM_MINUTO).until(() -> semContatoDesde(servico) != null);
                assertThat(semContatoDesde(servico)).isBetween(antes.minusSeconds(1), Instant.now());
                assertThat(servico.get("/actuator/health/readiness").statusCode())
                        .isEqualTo(200);
                assertThat(servico.saldo("1").body()).contains("200.00");
                await().atMost(UM_MINUTO)
                        .until(() -> saida.getAll().contains("continuo respondendo com o que está na memória"));

                broker.volta();
                kafka.escreve("contas", "1", json("1", "150.00"));
                await().atMost(UM_MINUTO).until(() -> servico.saldo("1").body().contains("150.00"));
                await().atMost(UM_MINUTO).until(() -> semContatoDesde(servico) == null);
                await().atMost(UM_MINUTO).until(() -> saida.getAll().contains("O Kafka voltou a responder."));
                assertThat(saida.getAll()).doesNotContain("Exception");
            }
        }
    }

    private static Instant semContatoDesde(ServicoDeSaldos servico) {
        var desde = servico.json("/actuator/health/readiness")
                .path("components")
                .path("saldos")
                .path("details")
                .path("sem_contato_desde");
        return desde.isMissingNode() ? null : Instant.parse(desde.asString());
    }
}
