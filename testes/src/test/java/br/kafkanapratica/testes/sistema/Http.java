package br.kafkanapratica.testes.sistema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;

/** GET num programa desta máquina, como o do {@code curl}. Pode ser usado de várias threads. */
final class Http {

    private static final HttpClient CLIENTE = HttpClient.newHttpClient();

    private Http() {}

    static HttpResponse<String> get(int porta, String caminho) {
        return get(porta, caminho, BodyHandlers.ofString());
    }

    /**
     * @param headers nomes e valores, alternados
     * @throws UncheckedIOException se ninguém atende
     */
    static <T> HttpResponse<T> get(int porta, String caminho, BodyHandler<T> corpo, String... headers) {
        var pedido = HttpRequest.newBuilder(URI.create("http://localhost:" + porta + caminho));
        if (headers.length > 0) {
            pedido.headers(headers);
        }
        try {
            return CLIENTE.send(pedido.build(), corpo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
