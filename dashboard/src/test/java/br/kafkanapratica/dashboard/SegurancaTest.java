package br.kafkanapratica.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** O programa inteiro, sem Kafka: quem é recusado é recusado antes de chegar a ele. As requisições são escritas byte a byte. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.kafka.bootstrap-servers=localhost:1",
            "spring.kafka.producer.properties.max.block.ms=200",
            "dashboard.lab.controle=/nada/controle",
            "dashboard.lab.chave=segredo"
        })
@ExtendWith(OutputCaptureExtension.class)
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
    @CsvSource({
        "/api/pedidos",
        "/api/pedidos/veneno",
        "/api/saldos",
        "/api/experimentos/assincronia",
        "/api/experimentos/assincronia/recomeco",
        "/api/compactacao/rolagem",
        "/api/lab/matar",
        "/api/lab/pausar",
        "/api/lab/armadilha"
    })
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

    /** O resto da página se usa sem ela: é só de mandar nos processos desta máquina que se trata. */
    @ParameterizedTest
    @ValueSource(strings = {"", "X-Lab-Chave: \r\n", "X-Lab-Chave: outra\r\n", "X-Lab-Chave: segred\r\n"})
    void semAChaveDoLaboratorioNaoSeMandaNeleEDizOndeElaEsta(String chave, CapturedOutput saida) throws IOException {
        var resposta = ordem("matar", "{\"programa\":\"pagamento\"}", comToken() + chave);
        limpa(resposta, 403, saida);
        assertThat(resposta).contains("./start.sh", "./lab.sh endereco").doesNotContain("segredo");
        assertThat(pede("GET", "/api/lab", "localhost:" + porta, chave))
                .startsWith("HTTP/1.1 200")
                .contains("\"comChave\":false", "\"noAr\":false")
                .doesNotContain("segredo");
    }

    @Test
    void comAChaveMasDeForaOuSemOTokenTambemNao(CapturedOutput saida) throws IOException {
        var corpo = "{\"programa\":\"pagamento\"}";
        limpa(ordem("matar", corpo, "X-Lab-Chave: segredo\r\n"), 403, saida);
        limpa(ordem("matar", corpo, comToken() + "X-Lab-Chave: segredo\r\nOrigin: http://mau.example\r\n"), 403, saida);
        assertThat(pede("POST", "/api/lab/matar", "mau.example", comToken() + "X-Lab-Chave: segredo\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            matar  | {"programa":"pagamento"}                   | 503 | ./start.sh
            lento  | {"programa":"pagamento","tempo":"10s"}     | 503 | ./start.sh
            matar  | {"programa":"pagamento\\nmatar broker"}    | 400 | não é um nome que se aceite
            matar  | {"programa":"../pagamento"}                | 400 | não é um nome que se aceite
            matar  | {"programa":""}                            | 400 | não é um nome que se aceite
            matar  | {}                                         | 400 | não é um nome que se aceite
            matar  | {"programa":"pagamento","tempo":"10s"}     | 400 | É assim: ./lab.sh matar PROGRAMA
            matar  | {"programa":"dashboard"}                   | 409 | ./lab.sh matar dashboard
            pausar | {"programa":"dashboard"}                   | 409 | ./lab.sh pausar dashboard
            linhas | {"programa":"pagamento"}                   | 404 | Não há nada
            x      | {"programa":"pagamento"}                   | 404 | Não há nada
            """)
    void comAChaveCadaOrdemTemUmaRespostaLimpa(
            String verbo, String corpo, int status, String frase, CapturedOutput saida) throws IOException {
        var resposta = ordem(verbo, corpo, comToken() + "X-Lab-Chave: segredo\r\n");
        limpa(resposta, status, saida);
        assertThat(resposta).contains(frase);
    }

    @Test
    void aQuantidadeDePedidosTemUmTeto(CapturedOutput saida) throws IOException {
        for (var quantidade : new String[] {"0", "1001", "-1", "muitos"}) {
            limpa(pede("POST", "/api/pedidos?quantidade=" + quantidade, "localhost:" + porta, comToken()), 400, saida);
        }
    }

    /** Pedidos que ninguém trata, cada um recusado por uma camada: o Tomcat, o firewall, o filtro, o Spring MVC. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /api/pedido?id=%ff%fe           | 400
            GET /api/pedido?id=%zz              | 400
            GET /?x=%ff                         | 400
            GET /api/pedido                     | 400
            GET /<x>                            | 400
            GET /..%2f..%2fetc/passwd           | 400
            GET //etc                           | 400
            GET /api/compactacao/x              | 400
            GET /api/compactacao/0?de=a&ate=b   | 400
            GET /error                          | 404
            GET /error?x=1                      | 404
            GET /nada                           | 404
            GET /api/eventos/presenca           | 400
            GET /api/eventos/presenca?vaga=nada | 410
            FOO /                               | 400
            TRACE /                             | 405
            DELETE /                            | 403
            POST /api/saldos                    | 403
            HEAD /                              | 200
            HEAD /nada                          | 404
            OPTIONS /                           | 200
            """)
    void cadaPedidoTemUmaRespostaLimpaEOsMesmosHeaders(String pedido, int status, CapturedOutput saida)
            throws IOException {
        var partes = pedido.split(" ", 2);
        var resposta = pede(partes[0], partes[1], "localhost:" + porta, "");
        limpa(resposta, status, saida);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "mau.example", "localhost:x", "[::1", "localhost, outro"})
    void umHostTortoTemUmaRespostaLimpa(String host, CapturedOutput saida) throws IOException {
        limpa(pede("GET", "/", host, ""), 400, saida);
    }

    @Test
    void umCorpoGrandeOuSemTamanhoERecusadoSemSerLido(CapturedOutput saida) throws IOException {
        var formulario = "Content-Type: application/x-www-form-urlencoded\r\n";
        limpa(pedeCru("POST /api/saldos", formulario + "Content-Length: 3000000\r\n", ""), 413, saida);
        limpa(pedeCru("POST /api/saldos", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 411, saida);
        limpa(pedeCru("POST /api/saldos", formulario + "Content-Length: 6\r\n", "a=%ff&"), 403, saida);
        limpa(pedeCru("GET /", "X: " + "a".repeat(20_000) + "\r\n", ""), 400, saida);
    }

    @Test
    void umJsonTortoTemUmaRespostaLimpaEmPortugues(CapturedOutput saida) throws IOException {
        for (var corpo : new String[] {"{", "null", "[]", "{\"valor\":{}}", "\u0000"}) {
            var resposta = pedeCru(
                    "POST /api/saldos",
                    comToken() + "Content-Type: application/json\r\nContent-Length: %d\r\n".formatted(corpo.length()),
                    corpo);
            limpa(resposta, 400, saida);
            assertThat(resposta).as(corpo).contains("O corpo do pedido não é o JSON");
        }
    }

    private static void limpa(String resposta, int status, CapturedOutput saida) {
        assertThat(resposta).startsWith("HTTP/1.1 " + status);
        assertThat(resposta)
                .contains(
                        "Content-Security-Policy: default-src 'none'",
                        "X-Content-Type-Options: nosniff",
                        "X-Frame-Options: DENY",
                        "Referrer-Policy: no-referrer",
                        "Cache-Control: no-store")
                .doesNotContain("\tat ", "Exception");
        assertThat(saida.getAll()).doesNotContain("\tat ", "Exception");
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

    private String ordem(String verbo, String corpo, String headers) throws IOException {
        return pedeCru(
                "POST /api/lab/" + verbo,
                headers + "Content-Type: application/json\r\nContent-Length: %d\r\n".formatted(corpo.length()),
                corpo);
    }

    private String pedeCru(String linha, String headers, String corpo) throws IOException {
        try (var soquete = new Socket(InetAddress.getLoopbackAddress(), porta)) {
            soquete.getOutputStream()
                    .write("%s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n%s\r\n%s"
                            .formatted(linha, porta, headers, corpo)
                            .getBytes(StandardCharsets.UTF_8));
            soquete.shutdownOutput(); // sem isto o Tomcat espera pelo corpo prometido até o prazo da conexão
            return new String(soquete.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
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
