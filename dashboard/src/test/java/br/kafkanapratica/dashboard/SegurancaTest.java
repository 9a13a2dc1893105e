package br.kafkanapratica.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** O programa inteiro, sem Kafka: quem é recusado é recusado antes de chegar a ele. As requisições são escritas byte a byte. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.kafka.bootstrap-servers=localhost:1", "spring.kafka.producer.properties.max.block.ms=200"
        })
class SegurancaTest {

    @LocalServerPort
    private int porta;

    @Test
    void aPaginaVemComUmaPoliticaSemNadaInline() throws IOException {
        var resposta = pede("GET", "/", "localhost:" + porta, "");
        assertThat(resposta)
                .startsWith("HTTP/1.1 200")
                .contains("X-Frame-Options: DENY", "X-Content-Type-Options: nosniff");
        assertThat(resposta)
                .contains("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(resposta).doesNotContainPattern("<script(?![^>]*src=)").doesNotContainPattern("style=\"|onclick=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mau.example", "localhost.mau.example", "192.168.0.1"})
    void umHostDeForaERecusado(String host) throws IOException {
        assertThat(pede("GET", "/api/configuracao", host, "")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://mau.example", "http://localhost:1", "https://localhost", "null"})
    void umaOrigemDeForaERecusada(String origem) throws IOException {
        assertThat(pede("GET", "/api/configuracao", "localhost:" + porta, "Origin: " + origem + "\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(pede("POST", "/api/pedidos", "localhost:" + porta, comToken() + "Origin: " + origem + "\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @CsvSource({"/api/pedidos", "/api/saldos", "/api/compactacao/rolagem"})
    void escreverSemOTokenERecusado(String caminho) throws IOException {
        assertThat(pede("POST", caminho, "localhost:" + porta, "")).startsWith("HTTP/1.1 403");
        assertThat(pede("POST", caminho, "localhost:" + porta, "Cookie: XSRF-TOKEN=a\r\nX-XSRF-TOKEN: b\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void comOTokenDaPaginaPassaESemKafkaADesculpaEClara() throws IOException {
        var resposta = pede(
                "POST",
                "/api/pedidos",
                "localhost:" + porta,
                comToken() + "Origin: http://localhost:" + porta + "\r\n");
        assertThat(resposta).startsWith("HTTP/1.1 503").contains("./start.sh");
    }

    @Test
    void oActuatorSoMostraASaudeEAsMetricas() throws IOException {
        assertThat(pede("GET", "/actuator/health/readiness", "localhost:" + porta, ""))
                .startsWith("HTTP/1.1 200");
        for (var escondido : new String[] {"env", "beans", "heapdump", "loggers", "shutdown"}) {
            assertThat(pede("GET", "/actuator/" + escondido, "localhost:" + porta, ""))
                    .startsWith("HTTP/1.1 404");
        }
    }

    private String comToken() throws IOException {
        var cookie = Pattern.compile("XSRF-TOKEN=([^;]+)").matcher(pede("GET", "/", "localhost:" + porta, ""));
        assertThat(cookie.find()).isTrue();
        return "Cookie: XSRF-TOKEN=%1$s\r\nX-XSRF-TOKEN: %1$s\r\n".formatted(cookie.group(1));
    }

    private String pede(String metodo, String caminho, String host, String headers) throws IOException {
        try (var soquete = new Socket(InetAddress.getLoopbackAddress(), porta)) {
            soquete.getOutputStream()
                    .write("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: 0\r\n%s\r\n"
                            .formatted(metodo, caminho, host, headers)
                            .getBytes(StandardCharsets.UTF_8));
            return new String(soquete.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
