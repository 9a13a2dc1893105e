package br.kafkanapratica.testes.sistema;

import static org.awaitility.Awaitility.await;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** O {@code saldo-service.jar} num processo próprio, e quem o consulta por HTTP. */
record ServicoEmJar(Processo processo, int porta) implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PRAZO = Duration.ofMinutes(2);

    /** Inicia e volta logo, sem esperar o estado ficar pronto. */
    static ServicoEmJar inicia(String servidores, String... jvm) {
        return inicia(programa -> programa, servidores, jvm);
    }

    /** O mesmo, com o que {@code como} muda no programa. */
    static ServicoEmJar inicia(UnaryOperator<Programa> como, String servidores, String... jvm) {
        int porta = PortaLivre.uma();
        var opcoes =
                Stream.concat(Stream.of(Temporarios.opcao()), Stream.of(jvm)).toArray(String[]::new);
        var programa = Programa.jar(BrokerDeTeste.raiz(), "saldo-service", opcoes)
                .comAmbiente("SPRING_KAFKA_BOOTSTRAP_SERVERS", servidores)
                .comAmbiente("SERVER_PORT", Integer.toString(porta));
        return new ServicoEmJar(como.apply(programa).inicia(), porta);
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
            return pede("/actuator/health/readiness", BodyHandlers.discarding()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false; // ainda sem porta aberta
        }
    }

    HttpResponse<String> get(String caminho) {
        return pede(caminho, BodyHandlers.ofString());
    }

    JsonNode json(String caminho) {
        return JSON.readTree(get(caminho).body());
    }

    /** O corpo conforme chega; quem chama o fecha. */
    HttpResponse<InputStream> baixa(String caminho) {
        return pede(caminho, BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> pede(String caminho, BodyHandler<T> corpo) {
        try {
            var pedido = HttpRequest.newBuilder(URI.create("http://localhost:" + porta + caminho));
            return HTTP.send(pedido.build(), corpo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        processo.mata();
    }
}
