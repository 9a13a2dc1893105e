package br.kafkanapratica.armadilhas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiDeSaldosTest {

    /** A página do dashboard só pede a que mostra; o curl, todos. */
    @Test
    void respondeUmaPaginaDeCadaVez() throws Exception {
        int porta;
        try (var livre = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            porta = livre.getLocalPort();
        }
        var saldos = IntStream.range(1000, 1300)
                .boxed()
                .collect(Collectors.toMap(
                        numero -> "c " + numero, String::valueOf, (um, outro) -> um, ConcurrentSkipListMap::new));
        ApiDeSaldos.abre(Opcoes.de("--server.port=" + porta), saldos);
        assertThat(clientes(porta, "")).hasSize(300).startsWith("1000");
        assertThat(clientes(porta, "?limite=2&apos=c%201001")).containsExactly("1002", "1003");
        assertThat(clientes(porta, "?limite=25&apos=")).hasSize(25).startsWith("1000");
        assertThat(pede(porta, "?limite=-1").statusCode()).isEqualTo(400);
    }

    private static List<String> clientes(int porta, String query) throws Exception {
        var corpo = pede(porta, query).body();
        assertThat(corpo).startsWith("{\"total\":300,");
        return List.of(corpo.replaceAll(".*\\[(.*)].*", "$1").split(","));
    }

    private static HttpResponse<String> pede(int porta, String query) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:%d/saldos%s".formatted(porta, query)))
                                .build(),
                        BodyHandlers.ofString());
    }
}
