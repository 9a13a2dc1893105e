package br.kafkanapratica.saldo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** O serviço inteiro, de verdade, numa porta livre, e quem o consulta por HTTP. */
public final class ServicoDeSaldos implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PRAZO = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext contexto;
    private final int porta;

    private ServicoDeSaldos(ConfigurableApplicationContext contexto) {
        this.contexto = contexto;
        this.porta = ((WebServerApplicationContext) contexto).getWebServer().getPort();
    }

    /** Inicia e volta logo: quem quiser o estado em dia espera com {@link #esperaPronto()}. */
    public static ServicoDeSaldos inicia(String servidores, String topico, String... argumentos) {
        var todos = new ArrayList<>(List.of(
                "--server.port=0", "--spring.kafka.bootstrap-servers=" + servidores, "--saldo.topico=" + topico));
        todos.addAll(List.of(argumentos));
        if (todos.stream().noneMatch(argumento -> argumento.startsWith("--saldo.verificacao="))) {
            todos.add("--saldo.verificacao=300ms");
        }
        return new ServicoDeSaldos(
                new SpringApplicationBuilder(SaldoServiceApplication.class).run(todos.toArray(String[]::new)));
    }

    public ServicoDeSaldos esperaPronto() {
        Awaitility.await()
                .atMost(PRAZO)
                .until(() -> get("/actuator/health/readiness").statusCode() == 200);
        return this;
    }

    public <T> T bean(Class<T> tipo) {
        return contexto.getBean(tipo);
    }

    public HttpResponse<String> get(String caminho, String... headers) {
        var pedido = HttpRequest.newBuilder(URI.create("http://localhost:" + porta + caminho));
        if (headers.length > 0) {
            pedido.headers(headers);
        }
        try {
            return HTTP.send(pedido.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> saldo(String clienteId, String... headers) {
        return get("/saldo/" + codifica(clienteId), headers);
    }

    public JsonNode json(String caminho) {
        return JSON.readTree(get(caminho).body());
    }

    public int porta() {
        return porta;
    }

    public static String codifica(String texto) {
        return URLEncoder.encode(texto, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static JsonNode le(HttpResponse<String> resposta) {
        return JSON.readTree(resposta.body());
    }

    @Override
    public void close() {
        contexto.close();
    }
}
