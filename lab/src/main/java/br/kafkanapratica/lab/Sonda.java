package br.kafkanapratica.lab;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** O que há em cada porta deste computador. */
final class Sonda {

    private Sonda() {}

    static boolean ocupada(int porta) throws IOException {
        try (var soquete = new Socket(InetAddress.getByName("localhost"), porta)) {
            return soquete.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    static boolean kafkaResponde(String servidores) {
        try (var admin = Admin.create(Map.of(
                "bootstrap.servers", servidores, "default.api.timeout.ms", "5000", "request.timeout.ms", "4000"))) {
            admin.describeCluster().nodes().get(6, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** O readiness do actuator. */
    static boolean pronto(int porta) {
        try {
            return get(porta, "/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    static HttpResponse<String> get(int porta, String caminho) throws IOException {
        try {
            var pedido = HttpRequest.newBuilder(URI.create("http://localhost:" + porta + caminho))
                    .build();
            return HttpClient.newHttpClient().send(pedido, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
