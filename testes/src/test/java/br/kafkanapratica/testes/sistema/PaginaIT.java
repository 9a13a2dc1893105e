package br.kafkanapratica.testes.sistema;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.testes.BrokerDeTeste;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A página, num navegador de verdade, com um servidor que responde o que se quer e quando se quer: o que só se vê quando algo demora. */
class PaginaIT {

    private static final String CALADO = "calado";
    private static final String PROCESSO = """
            {"nome":"estoque-service","pid":1,"estado":"no-ar","papel":"estoque-service","armadilha":false,
             "desde":"2026-01-01T10:00:00Z","fim":null,"tempo":null,"naMao":%s}""";
    private static final Map<String, String> TIPOS =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    @AutoClose
    private static Navegador navegador;

    private final Map<String, String> respostas = new ConcurrentHashMap<>();
    private final List<String> escritas = new CopyOnWriteArrayList<>();
    private final List<String> respondidas = new CopyOnWriteArrayList<>();
    private final CountDownLatch calados = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile CountDownLatch escrita = new CountDownLatch(0);
    private HttpServer servidor;

    @BeforeAll
    static void abre() {
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(Pipeline.PRAZO.toMillis());
        navegador = Navegador.abre();
    }

    @BeforeEach
    void serve() throws IOException {
        servidor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servidor.setExecutor(threads);
        servidor.createContext("/", this::atende);
        servidor.start();
        respostas.put("/api/lab", lab("null"));
    }

    @AfterEach
    void para() {
        calados.countDown();
        navegador.fechaAsPaginas();
        servidor.stop(0);
        threads.shutdownNow();
    }

    @Test
    void umCliqueDuploEmMandarEUmPedidoSoEOSegundoEnvioSeDistingue() {
        var pagina = abre("laboratorio");
        var mandar = pagina.locator("#quantos-pedidos button");
        respostas.put("/api/pedidos", "{\"ids\":[\"a\",\"b\"]}");
        escrita = new CountDownLatch(1);
        mandar.click();
        assertThat(mandar).hasAttribute("aria-busy", "true");
        pagina.locator("#quantos-pedidos input").press("Enter");
        mandar.press("Enter");
        escrita.countDown();
        assertThat(pagina.locator("#resultado-lab")).containsText("2 pedidos em novos_pedidos.");
        assertThat(escritas).hasSize(1);
        assertThat(mandar).isFocused();
        assertThat(pagina.locator("#resultado-lab")).hasText(Pattern.compile("^\\d\\d:\\d\\d:\\d\\d: 2 pedidos.*"));
    }

    @Test
    void aTabelaDoLaboratorioMudaSemTrocarOsBotoes() {
        var pagina = abre("laboratorio");
        var matar = pagina.locator("[data-ordem='matar estoque-service']");
        matar.evaluate("botao => { botao.dataset.marca = 'o mesmo'; }");
        respostas.put("/api/lab", lab("{\"pedido\":\"12345678-9\",\"desde\":\"2026-01-01T10:00:00Z\"}"));
        assertThat(pagina.locator("#lab-processos")).containsText("tem na mão 12345678");
        assertThat(matar).hasAttribute("data-marca", "o mesmo");
    }

    @Test
    void cadaOrdemDaTabelaSeMandaUmaVez() {
        respostas.put("/api/lab/dobrar", "{\"frase\":\"estoque-service-2 começa.\"}");
        var pagina = abre("laboratorio");
        var dobrar = pagina.locator("[data-ordem='dobrar estoque-service']");
        escrita = new CountDownLatch(1);
        for (int vez = 0; vez < 4; vez++) {
            dobrar.press("Enter");
        }
        escrita.countDown();
        assertThat(pagina.locator("#resultado-lab")).hasText("estoque-service-2 começa.");
        assertThat(dobrar).not().hasAttribute("aria-busy", "true");
        assertThat(escritas).hasSize(1);
    }

    /** Um clique que começa num botão não acaba noutro. */
    @Test
    void oQueApareceNaoMoveOQueSeClica() {
        respostas.put("/api/eventos", CALADO);
        respostas.put("/api/lab/matar", "{\"frase\":\"estoque-service terminou (kill -9).\"}");
        var pagina = abre("laboratorio");
        var matar = pagina.locator("[data-ordem='matar estoque-service']");
        var lugar = matar.boundingBox();

        assertThat(pagina.locator("#aviso-geral")).containsText("O dashboard não responde");
        assertThat(matar.boundingBox()).usingRecursiveComparison().isEqualTo(lugar);

        matar.click();
        assertThat(pagina.locator("#resultado-lab")).containsText("kill -9");
        assertThat(matar.boundingBox()).usingRecursiveComparison().isEqualTo(lugar);

        respostas.remove("/api/lab");
        assertThat(pagina.locator("#lab-situacao")).containsText("Não consegui saber do laboratório");
        assertThat(matar.boundingBox()).usingRecursiveComparison().isEqualTo(lugar);

        pagina.setViewportSize(1000, 350); // e o aviso continua à vista
        assertThat(pagina.locator("#aviso-geral")).isInViewport(new IsInViewportOptions().setRatio(1));
        pagina.click("nav a[href='#topicos']");
        assertThat(pagina.locator("#lab-situacao")).isHidden();
    }

    @Test
    void oErroDoLaboratorioSaiQuandoEleVolta() {
        respostas.remove("/api/lab");
        var pagina = abre("laboratorio");
        assertThat(pagina.locator("#lab-situacao")).containsText("Não consegui saber do laboratório");
        respostas.put("/api/lab", lab("null"));
        assertThat(pagina.locator("#lab-processos")).containsText("estoque-service");
        assertThat(pagina.locator("#lab-situacao")).isHidden();
        assertThat(pagina.locator("#resultado-lab")).hasText("");
    }

    /** E quando ele responde, quem já marcou a previsão não a perde. */
    @Test
    void umExperimentoSeAbreEmboraOLaboratorioDemore() {
        respostas.put("/api/lab", CALADO);
        respostas.put("/api/experimentos/um", """
                {"id":"um","numero":1,"titulo":"O título","trilha":"Pedidos","tresBrokers":false,"pergunta":"E então?",
                 "alternativas":[{"letra":"a","texto":"Isto.","certa":false,"porque":null}],
                 "previsao":null,"passos":[],"verificacoes":[],"inicio":null,"terminou":null,"explicacao":[],"seguinte":null,"aviso":""}""");
        var pagina = abre("experimentos/um");
        assertThat(pagina.locator("#t-experimento")).hasText("1. O título");
        pagina.locator("#previsao input").check();
        respostas.put("/api/lab", lab("null"));
        calados.countDown();
        int antes = contagem("/api/lab");
        await().atMost(Pipeline.PRAZO).until(() -> contagem("/api/lab") >= antes + 2);
        assertThat(pagina.locator("#previsao input")).isChecked();
    }

    @Test
    void oPedidoSeguidoSoSeRedesenhaQuandoMuda() {
        respostas.put("/api/pedido", seguido("esperando"));
        var pagina = abre("pedidos");
        pagina.fill("#seguir [name=id]", "p1");
        pagina.locator("#seguir button").click();
        assertThat(pagina.locator("#caminho")).containsText("esperando");
        int antes = contagem("/api/pedido");
        pagina.locator(".passagens").evaluate("lista => { lista.dataset.marca = 'a mesma'; }");
        await().atMost(Pipeline.PRAZO).until(() -> contagem("/api/pedido") >= antes + 2);
        assertThat(pagina.locator(".passagens")).hasAttribute("data-marca", "a mesma");
        respostas.put("/api/pedido", seguido("concluído"));
        assertThat(pagina.locator("#caminho")).containsText("concluído");
    }

    @Test
    void umSaldoServicePausadoEDitoEmSegundos() {
        respostas.put("/api/configuracao", "{\"saldo_service\":\"http://localhost:%d\"}".formatted(porta()));
        respostas.put("/actuator/health", CALADO);
        respostas.put("/saldos", CALADO);
        assertThat(abre("saldos").locator("#situacao-saldos"))
                .containsText(
                        "está pausado",
                        new ContainsTextOptions()
                                .setTimeout(Duration.ofSeconds(25).toMillis()));
    }

    /** Cada busca lê o log inteiro. */
    @Test
    void comAVisaoFechadaNinguemProcuraOPedido() {
        respostas.put("/api/pedido", seguido("esperando"));
        var pagina = abre("pedidos");
        pagina.fill("#seguir [name=id]", "p1");
        pagina.locator("#seguir button").click();
        assertThat(pagina.locator("#caminho")).containsText("esperando");
        pagina.click("nav a[href='#auditor']");
        int antes = contagem("/api/pedido");
        await().during(Duration.ofSeconds(6)).atMost(Pipeline.PRAZO).until(() -> contagem("/api/pedido") <= antes + 1);
        respostas.put("/api/pedido", seguido("concluído"));
        pagina.click("nav a[href='#pedidos']");
        assertThat(pagina.locator("#caminho")).containsText("concluído");
    }

    /** Um laboratório que volta com outras portas, na mesma porta do dashboard. */
    @Test
    void oEnderecoDoSaldoServiceSegueAExecucaoSemRecarregar() {
        respostas.put("/api/configuracao", "{\"saldo_service\":\"http://localhost:%d\"}".formatted(PortaLivre.uma()));
        respostas.put("/saldos", "{\"total\":0,\"corrompidos\":0,\"clientes\":[]}");
        respostas.put("/actuator/health", """
                {"components":{"saldos":{"status":"UP","details":{"situacao":"pronto"}},"leitor":{"status":"UP"}}}""");
        var pagina = abre("saldos");
        assertThat(pagina.locator("#situacao-saldos")).containsText("fora do ar");
        respostas.put("/api/configuracao", "{\"saldo_service\":\"http://localhost:%d\"}".formatted(porta()));
        assertThat(pagina.locator("#situacao-saldos")).hasText("saldo-service pronto");
    }

    @Test
    void aConsultaNaoMostraARespostaDeAntesEDizDeQuandoE() {
        respostas.put("/api/configuracao", "{\"saldo_service\":\"http://localhost:%d\"}".formatted(porta()));
        respostas.put("/saldo/ana", """
                {"cliente_id":"ana","saldo":10.5,"timestamp":"2026-01-01T10:00:00"}""");
        respostas.put("/saldo/bruno", CALADO);
        var pagina = abre("saldos");
        var resultado = pagina.locator("#resultado-consulta");
        pagina.fill("#consultar [name=cliente]", "ana");
        pagina.locator("#consultar [name=cliente]").press("Enter");
        assertThat(resultado).hasText(Pattern.compile("^ana: R\\$\\s10,50, .* \\(às \\d\\d:\\d\\d:\\d\\d\\)$"));
        pagina.fill("#consultar [name=cliente]", "bruno");
        pagina.locator("#consultar [name=cliente]").press("Enter");
        assertThat(resultado).hasText("Consultando…");
    }

    @Test
    void aConsultaFeitaAntesDeSeSaberOndeEstaOSaldoServicePerguntaOnde() {
        respostas.put("/saldo/ana", """
                {"cliente_id":"ana","saldo":10.5,"timestamp":"2026-01-01T10:00:00"}""");
        var pagina = abre("saldos");
        var resultado = pagina.locator("#resultado-consulta");
        var cliente = pagina.locator("#consultar [name=cliente]");
        cliente.fill("ana");
        cliente.press("Enter");
        assertThat(resultado).containsText("Ainda não sei onde está o saldo-service");
        respostas.put("/api/configuracao", "{\"saldo_service\":\"http://localhost:%d\"}".formatted(porta()));
        cliente.press("Enter");
        assertThat(resultado).containsText("ana: R$");
    }

    @Test
    void umaFichaQueMudaDeFilaNaoPerdeOFoco() {
        var comFoco = abre("pedidos").evaluate("""
                async () => {
                  const { Fluxo } = await import('/js/fluxo.js');
                  const onde = document.body.appendChild(document.createElement('div'));
                  const fluxo = new Fluxo(onde, () => {});
                  const fichas = ['a1', 'a2'];
                  fluxo.move(new Map(fichas.map((id) => [id, fluxo.avisados])));
                  onde.querySelector('[title=a1]').focus();
                  fluxo.move(new Map(fichas.map((id) => [id, fluxo.colunas[0].mao])));
                  return document.activeElement.title;
                }""");
        assertThat(comFoco).isEqualTo("a1");
    }

    /** O que o Kafka não confirmou pode estar lá: quem lesse "não enviei" mandaria outra vez. */
    @Test
    void oQueNaoSeConfirmouNaoEDitoPorNaoFeito() {
        var pagina = abre("pedidos");
        pagina.click("#enviar-pedidos");
        assertThat(pagina.locator("#resultado-pedidos"))
                .hasText("Não sei quantos enviei (podem ter sido gravados todos, alguns ou nenhum): Agora não.");
        pagina.click("nav a[href='#saldos']");
        pagina.fill("#escrever [name=cliente]", "ana");
        pagina.fill("#escrever [name=valor]", "1");
        pagina.click("#escrever button");
        assertThat(pagina.locator("#escritas li"))
                .hasText("Não sei se escrevi (pode ter sido gravado ou não): Agora não.");
    }

    @Test
    void outroProgramaNoEnderecoDoSaldoServiceEDito() {
        respostas.put("/api/configuracao", "{\"saldo_service\":\"http://localhost:%d\"}".formatted(porta()));
        respostas.put("/actuator/health", "{\"status\":\"UP\"}");
        assertThat(abre("saldos").locator("#situacao-saldos"))
                .hasText("saldo-service não é quem responde em http://localhost:%d: é outro programa"
                        .formatted(porta()));
    }

    /** A última verificação se vê, e a página muda, quando quem usa o teclado ainda está no botão, e a ordem ainda a caminho. */
    @Test
    void oExperimentoQueMudaDeixaOFocoAOrdemEAResposta() {
        respostas.put("/api/pedidos", "{\"frase\":\"Feito.\"}");
        respostas.put("/api/experimentos/um", previsto("null"));
        var pagina = abre("experimentos/um");
        var botao = pagina.locator("[data-lugar=passo-0]");
        escrita = new CountDownLatch(1);
        botao.press("Enter");
        assertThat(botao).hasAttribute("aria-busy", "true");
        respostas.put("/api/experimentos/um", previsto("\"2026-01-01T10:00:01Z\""));
        assertThat(pagina.locator(".explicacao")).isVisible();
        assertThat(botao).isFocused();
        botao.press("Enter");
        escrita.countDown();
        assertThat(pagina.locator("#resultado-experimento")).hasText("Feito.");
        assertThat(botao).not().hasAttribute("aria-busy", "true");
        assertThat(escritas).hasSize(1);
    }

    @Test
    void oQueSeEsperaNumExperimentoNaoPrendeOBotaoDeOutro() {
        respostas.put("/api/pedidos", "{\"frase\":\"Feito.\"}");
        respostas.put("/api/experimentos/um", previsto("null"));
        respostas.put(
                "/api/experimentos/dois",
                previsto("null").replace("\"um\"", "\"dois\"").replace("O título", "Outro"));
        var pagina = abre("experimentos/um");
        var botao = pagina.locator("[data-lugar=passo-0]");
        escrita = new CountDownLatch(1);
        botao.press("Enter");
        assertThat(botao).hasAttribute("aria-busy", "true");
        pagina.evaluate("location.hash = '#experimentos/dois'");
        assertThat(pagina.locator("#t-experimento")).hasText("1. Outro");
        assertThat(botao).not().hasAttribute("aria-busy", "true");
        pagina.evaluate("location.hash = '#experimentos/um'");
        assertThat(pagina.locator("#t-experimento")).hasText("1. O título");
        assertThat(botao).hasAttribute("aria-busy", "true");
        pagina.evaluate("location.hash = '#experimentos/dois'");
        assertThat(pagina.locator("#t-experimento")).hasText("1. Outro");
        escrita.countDown();
        await().atMost(Pipeline.PRAZO).until(() -> respondidas.contains("/api/pedidos"));
        pagina.evaluate("location.hash = '#experimentos/um'");
        assertThat(pagina.locator("#t-experimento")).hasText("1. O título");
        assertThat(botao).not().hasAttribute("aria-busy", "true");
    }

    /** O laboratório voltou com outras portas, e a página ficou aberta. */
    @Test
    void osComandosSaoOsDaExecucaoQueVoltou() {
        respostas.put("/api/eventos", "event: falha\ndata: {\"causa\":\"nada\"}\n\n"); // e a conexão cai
        respostas.put("/api/configuracao", comandos("outro-kafka:1"));
        var citado = abre("pedidos").locator("#pedidos code").first();
        assertThat(citado).containsText("SPRING_KAFKA_BOOTSTRAP_SERVERS=outro-kafka:1 java");
        respostas.put("/api/configuracao", comandos("outro-kafka:2"));
        assertThat(citado).containsText("SPRING_KAFKA_BOOTSTRAP_SERVERS=outro-kafka:2 java");
    }

    @Test
    void oRegistroEscolhidoAcompanhaOLog() {
        respostas.put("/api/compactacao", tiras("VIVO"));
        respostas.put("/api/compactacao/0/5", registro("VIVO", "É o último."));
        var pagina = abre("compactacao");
        pagina.click("#tiras .celula");
        assertThat(pagina.locator("#registro")).containsText("É o último.");
        respostas.put("/api/compactacao/0/5", registro("SUPERADO", "Já não vale."));
        respostas.put("/api/compactacao", tiras("SUPERADO"));
        assertThat(pagina.locator("#registro")).containsText("Já não vale.");
        respostas.remove("/api/compactacao");
        assertThat(pagina.locator("#registro")).hasClass(Pattern.compile("\\bantigo\\b"));
    }

    @Test
    void umGraficoSemPontosNaoDizZero() {
        var dito = abre("pedidos").evaluate("""
                async () => {
                  const { Grafico } = await import('/js/grafico.js');
                  const onde = document.body.appendChild(document.createElement('div'));
                  const grafico = new Grafico(onde, [{ nome: 'estoque', cor: '--serie-0' }]);
                  grafico.mostra([[], []]);
                  return onde.textContent;
                }""");
        assertThat(dito).isEqualTo("estoque: …");
    }

    private Page abre(String visao) {
        return navegador.pagina("http://localhost:%d/#%s".formatted(porta(), visao));
    }

    private int porta() {
        return servidor.getAddress().getPort();
    }

    private final List<String> lidas = new CopyOnWriteArrayList<>();

    private int contagem(String caminho) {
        return (int) lidas.stream().filter(caminho::equals).count();
    }

    private static String lab(String naMao) {
        return "{\"noAr\":true,\"comChave\":true,\"frase\":\"\",\"processos\":[%s]}"
                .formatted(PROCESSO.formatted(naMao));
    }

    private static String previsto(String terminou) {
        return """
                {"id":"um","numero":1,"titulo":"O título","trilha":"Pedidos","tresBrokers":false,"pergunta":"E então?",
                 "alternativas":[{"letra":"a","texto":"Isto.","certa":true,"porque":null}],"previsao":"a",
                 "passos":[{"texto":"Mande.","comando":"./x","botao":{"caminho":"api/pedidos","corpo":{},"rotulo":"Mandar"}}],
                 "verificacoes":[],"inicio":"2026-01-01T10:00:00Z","terminou":%s,"explicacao":["Porque sim."],"seguinte":null,"aviso":""}""".formatted(terminou);
    }

    private static String comandos(String kafka) {
        var producer = "java -jar pedidos-producer/target/pedidos-producer.jar";
        return "{\"saldo_service\":\"http://localhost:1\",\"comandos\":{\"%1$s\":\"SPRING_KAFKA_BOOTSTRAP_SERVERS=%2$s %1$s\"}}"
                .formatted(producer, kafka);
    }

    private static String tiras(String estado) {
        return """
                {"particoes":[{"numero":0,"trecho":{"comeco":5,"de":5,"ate":6,"fim":6},"registros":1,"inicioDoAtivo":null,"ilegivel":null,
                  "celulas":[{"de":5,"ate":5,"quantos":{"%1$s":1}}]}],
                 "quando":1000,"problema":null,"registros":1,"offsets":1,"chaves":1,"quantos":{"%1$s":1},"parcial":false,
                 "semAtivo":null,"historico":[]}""".formatted(estado);
    }

    private static String registro(String estado, String porque) {
        return "{\"estado\":\"%s\",\"noAtivo\":false,\"porque\":\"%s\",\"registro\":null}".formatted(estado, porque);
    }

    private static String seguido(String onde) {
        return """
                {"onde":"%s","terminou":false,"caminho":{"id":"p1","comecamAssim":[],"completo":true,
                 "passagens":[{"topico":"novos_pedidos","quando":1000,"particao":0,"offset":1,"causa":null,"valor":"{}"}]}}""".formatted(onde);
    }

    /** Um arquivo da página, uma resposta combinada ou, sem ela, um 503. */
    private void atende(HttpExchange troca) throws IOException {
        try (troca) {
            var caminho = troca.getRequestURI().getPath();
            lidas.add(caminho);
            if (troca.getRequestMethod().equals("POST")) {
                escritas.add(caminho);
                espera(escrita);
            }
            var arquivo = arquivo(caminho);
            var resposta = respostas.get(caminho);
            if (CALADO.equals(resposta)) {
                espera(calados);
                manda(troca, 200, "application/json", respostas.get(caminho).getBytes(StandardCharsets.UTF_8));
            } else if (resposta != null) {
                manda(troca, 200, "application/json", resposta.getBytes(StandardCharsets.UTF_8));
            } else if (caminho.endsWith("/uPlot.esm.js")) { // o gráfico não é o que se prova aqui
                manda(
                        troca,
                        200,
                        TIPOS.get("js"),
                        "export default class { setData() {} setSize() {} }".getBytes(StandardCharsets.UTF_8));
            } else if (Files.isRegularFile(arquivo)) {
                var nome = arquivo.getFileName().toString();
                manda(
                        troca,
                        200,
                        TIPOS.getOrDefault(nome.replaceAll(".*\\.", ""), "text/plain"),
                        Files.readAllBytes(arquivo));
            } else {
                manda(troca, 503, "application/json", "{\"detail\":\"Agora não.\"}".getBytes(StandardCharsets.UTF_8));
            }
            respondidas.add(caminho);
        }
    }

    private static Path arquivo(String caminho) {
        var pagina = BrokerDeTeste.raiz().resolve("dashboard/src/main/resources/static");
        return pagina.resolve(caminho.equals("/") ? "index.html" : caminho.substring(1));
    }

    private static void manda(HttpExchange troca, int status, String tipo, byte[] corpo) throws IOException {
        troca.getResponseHeaders().set("Content-Type", tipo + "; charset=utf-8");
        troca.sendResponseHeaders(status, corpo.length);
        troca.getResponseBody().write(corpo);
    }

    private static void espera(CountDownLatch ate) {
        try {
            ate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
