package br.kafkanapratica.saldo;

import static br.kafkanapratica.saldo.TopicoDeTeste.posicao;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A API vista de fora: ids difíceis, páginas, CORS, actuator, e nada que um cliente mande dá 500. */
class ApiIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CLIENTES = 257;

    private static TopicoDeTeste topico;
    private static ServicoDeSaldos servico;

    @BeforeAll
    static void inicia() {
        topico = new TopicoDeTeste(3);
        IntStream.range(0, CLIENTES).forEach(i -> topico.saldo("cliente_" + i, i + ".00"));
        servico = topico.servico().esperaPronto();
    }

    @AfterAll
    static void termina() {
        servico.close();
        topico.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "/",
                "//",
                "100%",
                "%2F",
                "com espaço",
                " ",
                "João",
                "😀",
                "a+b",
                "a;b=c",
                "a?b",
                "a#b",
                "..",
                ".",
                "a\\b",
                "\"aspas\"",
                "<img src=x onerror=alert(1)>",
                "a.json",
                "\t",
                "{id}",
                "*",
                "a&b=c",
                "ação/😀 %"
            })
    void qualquerIdEAlcancadoComPercentEncoding(String id) {
        var valor = JSON.createObjectNode()
                .put("cliente_id", id)
                .put("saldo", 7)
                .put("timestamp", "2025-10-14T15:20:57")
                .toString();
        var escrito = topico.escreve(id, valor);
        try {
            var resposta = servico.get("/saldo/" + ServicoDeSaldos.codifica(id) + posicao(escrito));
            if (id.isBlank()) { // o contrato não aceita: diz que está corrompido, e não que não existe
                assertThat(resposta.statusCode()).isEqualTo(409);
            } else {
                assertThat(resposta.statusCode()).isEqualTo(200);
                assertThat(ServicoDeSaldos.le(resposta).get("cliente_id").asString())
                        .isEqualTo(id);
            }
        } finally {
            servico.get("/saldo/x" + posicao(topico.escreve(id, null)));
        }
    }

    /** Legal num caminho sem codificação, e o Spring o corta como matrix parameter. */
    @Test
    void umPontoEVirgulaCruEDoIdENaoDaOSaldoDeOutro() {
        topico.saldo("1", "100.00");
        var escrito = topico.saldo("1;2", "2.00");
        servico.get("/saldo/1" + posicao(escrito));
        assertThat(servico.get("/saldo/1;2").body()).contains("\"cliente_id\":\"1;2\"", "2.00");
        assertThat(servico.get("/saldo/1;x=y").statusCode()).isEqualTo(404);
        servico.get("/saldo/x" + posicao(topico.escreve("1", null)));
        servico.get("/saldo/x" + posicao(topico.escreve("1;2", null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1E+30", "1e-30", "0.10", "-0.01", "12345678901234567890123456789.123456789", "1e999999999"})
    void oSaldoSaiExatoComoEntrou(String saldo) {
        var escrito = topico.saldo("exato", saldo);
        var corpo = servico.get("/saldo/exato" + posicao(escrito)).body();
        var saiu = corpo.replaceAll(".*\"saldo\":([^,]*),.*", "$1");
        assertThat(new BigDecimal(saiu)).isEqualTo(new BigDecimal(saldo));
        servico.get("/saldo/x" + posicao(topico.escreve("exato", null)));
    }

    @Test
    void asPaginasJuntasSaoATotalidadeNaMesmaOrdem() {
        var todos = ids("/saldos");
        assertThat(todos).hasSize(CLIENTES).doesNotHaveDuplicates();

        var juntas = new ArrayList<String>();
        var apos = "";
        do {
            var pagina = ids("/saldos?limite=50" + apos);
            assertThat(pagina).hasSizeLessThanOrEqualTo(50);
            juntas.addAll(pagina);
            apos = pagina.isEmpty() ? "" : "&apos=" + ServicoDeSaldos.codifica(pagina.get(pagina.size() - 1));
        } while (!apos.isEmpty());
        assertThat(juntas).isEqualTo(todos);
        assertThat(ids("/saldos?limite=50&apos=")).as("apos vazio é o começo").isEqualTo(todos.subList(0, 50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "1.5", "99999999999999999999", "%ZZ", "%"})
    void limiteInvalidoDa400(String limite) throws IOException {
        assertThat(status("GET /saldos?limite=" + limite + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .isEqualTo(400);
    }

    /** O atalho e o Spring MVC (a que este Accept leva) são um só para quem pede: corpo, headers e métrica. */
    @ParameterizedTest
    @ValueSource(strings = {"cliente_0", "cliente_256", "nao-ha", "-", "Cliente_1", "atalho"})
    void oAtalhoRespondeOMesmoQueOSpringMvc(String id) {
        servico.get("/saldo/x" + posicao(topico.escreve("atalho", "isto não é um saldo")));
        try {
            long antes = pedidosContados();
            var direta = servico.saldo(id);
            var peloMvc = servico.saldo(id, "Accept", "application/json, */*");

            assertThat(direta.statusCode()).isEqualTo(peloMvc.statusCode());
            assertThat(direta.body()).isEqualTo(peloMvc.body());
            assertThat(semData(direta)).isEqualTo(semData(peloMvc));
            await().until(() -> pedidosContados() == antes + 2);
            assertThat(series()).allMatch(serie -> serie.getId().getTags().size() == 6);
        } finally {
            servico.get("/saldo/x" + posicao(topico.escreve("atalho", null)));
        }
    }

    @Test
    void oAtalhoNaoRespondeAQuemPedeOutraCoisa() {
        assertThat(servico.saldo("cliente_1", "Accept", "text/html").statusCode())
                .isEqualTo(406);
        assertThat(servico.get("/saldo/cliente_1?posicao=0:x").statusCode()).isEqualTo(400);
        assertThat(servico.saldo("cliente_1", "Origin", "http://outra.example").statusCode())
                .isEqualTo(403);
        assertThat(servico.get("/saldo/cliente_1/").statusCode()).isEqualTo(404);
    }

    /** Um header escrito em várias linhas é o mesmo que numa, com vírgulas. */
    private static Map<String, List<String>> semData(HttpResponse<String> resposta) {
        var headers = new TreeMap<>(resposta.headers().map());
        headers.remove("date");
        headers.replaceAll((nome, valores) -> List.of(String.join(", ", valores)));
        return headers;
    }

    private static Collection<Timer> series() {
        return servico.bean(MeterRegistry.class)
                .get("http.server.requests")
                .tag("uri", "/saldo/{cliente_id}")
                .timers();
    }

    private static long pedidosContados() {
        return series().stream().mapToLong(Timer::count).sum();
    }

    @Test
    void idLongoDemaisParaUmaUrlDa4xx() {
        var resposta = servico.get("/saldo/" + "a".repeat(100_000));

        assertThat(resposta.statusCode()).isBetween(400, 499);
        assertThat(resposta.body()).doesNotContain("Exception", "Tomcat/");
    }

    @Test
    void soAOrigemDoDashboardPodeConsultarDeUmNavegador() {
        var dashboard = servico.saldo("cliente_1", "Origin", "http://localhost:8080");
        assertThat(dashboard.statusCode()).isEqualTo(200);
        assertThat(dashboard.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("http://localhost:8080");

        var outra = servico.saldo("cliente_1", "Origin", "http://evil.example");
        assertThat(outra.statusCode()).isEqualTo(403);
        assertThat(outra.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void oActuatorMostraSoONecessario() {
        for (var caminho : List.of("health", "health/liveness", "health/readiness", "metrics", "prometheus")) {
            assertThat(servico.get("/actuator/" + caminho).statusCode()).isEqualTo(200);
        }
        for (var caminho : List.of("env", "beans", "heapdump", "threaddump", "loggers", "shutdown", "configprops")) {
            assertThat(servico.get("/actuator/" + caminho).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void asMetricasDizemOQueOEstadoTem() {
        assertThat(metrica("saldo.clientes")).isEqualTo(CLIENTES);
        assertThat(metrica("saldo.reconstrucao.registros")).isEqualTo(CLIENTES);
        assertThat(metrica("saldo.reconstrucao.percentual")).isEqualTo(100);
        assertThat(metrica("saldo.reconstrucao.duracao")).isPositive();
        await().untilAsserted(() -> assertThat(metrica("saldo.atraso")).isZero());

        var ruim = topico.escreve("corrompido", "lixo");
        servico.get("/saldo/corrompido" + posicao(ruim));
        assertThat(metrica("saldo.corrompidos")).isEqualTo(1);
        servico.get("/saldo/corrompido" + posicao(topico.escreve("corrompido", null)));
        assertThat(metrica("saldo.corrompidos")).isZero();
        assertThat(servico.get("/actuator/prometheus").body()).contains("saldo_clientes", "saldo_atraso");
    }

    @Test
    void aApiSeDocumentaETemUmaPaginaParaExperimentar() {
        var paginas = servico.json("/v3/api-docs").get("paths");
        assertThat(paginas.propertyNames()).contains("/saldo/{cliente_id}", "/saldos", "/saldos/corrompidos");
        // De um objeto, a página mandaria os campos soltos, e a posição se ignoraria calada.
        assertThat(paginas.at("/~1saldo~1{cliente_id}/get/parameters").valueStream())
                .anySatisfy(parametro -> {
                    assertThat(parametro.path("name").asString()).isEqualTo("posicao");
                    assertThat(parametro.at("/schema/type").asString("")).isEqualTo("string");
                });
        assertThat(servico.get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
    }

    @Test
    void clienteQueNaoExisteDa404() {
        var resposta = servico.saldo("ninguém");
        assertThat(resposta.statusCode()).isEqualTo(404);
        assertThat(resposta.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ServicoDeSaldos.le(resposta).get("error").asString()).isEqualTo("cliente não encontrado");
    }

    /** Requisições tortas, escritas byte a byte: um cliente HTTP se recusaria a mandá-las. */
    @Test
    void nadaQueUmClienteMandeDaErro500() throws IOException {
        var sorteio = new Random(20251014);
        var alvos = new String[] {
            "/saldo/", "/saldos", "/saldos/corrompidos", "/saldo/1?posicao=", "/saldos?limite=", "/saldos?apos="
        };
        var metodos = new String[] {"GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "XYZ"};
        var headers = new String[] {
            "Accept: image/png",
            "Accept: lixo",
            "Accept: */*;q=x",
            "Content-Type: multipart/form-data",
            "Content-Type: lixo",
            "Origin: lixo",
            "Origin: null",
            "Accept-Language: @@@",
            "Range: bytes=9-1",
            "If-None-Match: x",
            "Cookie: =;;=",
            "Accept-Encoding: lixo",
            "X-Forwarded-Host: [",
            "Accept: text/html",
            "Access-Control-Request-Method: XYZ",
            "Content-Length: 0"
        };
        for (int i = 0; i < 1500; i++) {
            var lixo = new byte[sorteio.nextInt(12)];
            sorteio.nextBytes(lixo);
            var texto = new String(lixo, StandardCharsets.ISO_8859_1).replaceAll("[\\r\\n]", "%");
            if (sorteio.nextBoolean()) {
                texto = texto.replaceAll("[^a-z]", "%" + Integer.toHexString(0x10 + sorteio.nextInt(0xEF)));
            }
            var pedido = "%s %s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n"
                    .formatted(um(sorteio, metodos), um(sorteio, alvos), texto, um(sorteio, headers));
            assertThat(status(pedido)).as(pedido).isNotEqualTo(500).isBetween(200, 505);
        }
    }

    private static String um(Random sorteio, String[] opcoes) {
        return opcoes[sorteio.nextInt(opcoes.length)];
    }

    private static int status(String pedido) throws IOException {
        try (var soquete = new Socket("localhost", servico.porta())) {
            soquete.setSoTimeout(20_000);
            soquete.getOutputStream().write(pedido.getBytes(StandardCharsets.ISO_8859_1));
            soquete.getOutputStream().flush();
            var linha = new String(soquete.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(linha.substring(9));
        }
    }

    private static List<String> ids(String caminho) {
        return servico.json(caminho)
                .get("clientes")
                .valueStream()
                .map(cliente -> cliente.get("cliente_id").asString())
                .toList();
    }

    private static double metrica(String nome) {
        return servico.json("/actuator/metrics/" + nome)
                .get("measurements")
                .get(0)
                .get("value")
                .asDouble();
    }
}
