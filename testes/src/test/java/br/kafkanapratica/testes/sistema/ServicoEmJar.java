package br.kafkanapratica.testes.sistema;

import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** O {@code saldo-service.jar} num processo próprio, e quem o consulta por HTTP. */
record ServicoEmJar(Processo processo, int porta) implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PRAZO = Duration.ofMinutes(2);

    /** Inicia e volta logo, sem esperar o estado ficar pronto. */
    static ServicoEmJar inicia(String servidores, String... jvm) {
        return inicia(programa -> programa, servidores, jvm);
    }

    /** O mesmo, com o que {@code como} muda no programa. */
    static ServicoEmJar inicia(UnaryOperator<Programa> como, String servidores, String... jvm) {
        int porta = PortaLivre.uma();
        return new ServicoEmJar(como.apply(programa(servidores, porta, jvm)).inicia(), porta);
    }

    static Programa programa(String servidores, int porta, String... jvm) {
        var opcoes =
                Stream.concat(Stream.of(Temporarios.opcao()), Stream.of(jvm)).toArray(String[]::new);
        return Programa.jar(BrokerDeTeste.raiz(), "saldo-service", opcoes)
                .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", servidores)
                .comAmbiente("SERVER_PORT", Integer.toString(porta));
    }

    ServicoEmJar esperaPronto() {
        await().atMost(PRAZO).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!processo.vivo()) {
                throw new IllegalStateException("o saldo-service terminou:\n" + String.join("\n", processo.linhas()));
            }
            return pronto();
        });
        return this;
    }

    boolean pronto() {
        try {
            return Http.get(porta, "/actuator/health/readiness", BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false; // ainda sem porta aberta
        }
    }

    HttpResponse<String> get(String caminho) {
        return Http.get(porta, caminho);
    }

    JsonNode json(String caminho) {
        return JSON.readTree(get(caminho).body());
    }

    /** O que {@code GET /saldo/{id}} diz de um cliente. */
    static Saldo saldo(JsonNode json) {
        return new Saldo(
                json.path("cliente_id").asString(),
                json.path("saldo").decimalValue(),
                json.path("timestamp").asString());
    }

    /** O corpo conforme chega; quem chama o fecha. */
    HttpResponse<InputStream> baixa(String caminho) {
        return Http.get(porta, caminho, BodyHandlers.ofInputStream());
    }

    @Override
    public void close() {
        processo.mata();
    }
}
