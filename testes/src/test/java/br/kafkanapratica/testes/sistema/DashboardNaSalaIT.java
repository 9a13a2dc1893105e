package br.kafkanapratica.testes.sistema;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A página como uma turma a usa: muitas abas, muita gente, telas pequenas, muitas partições, e o que está por trás dela no chão. */
@Tag("completo")
@TestMethodOrder(OrderAnnotation.class)
class DashboardNaSalaIT {

    private static final Duration PRAZO = Duration.ofSeconds(90);
    private static final int ABAS = 7; // o navegador abre seis conexões por origem
    private static final int VAGAS = 100;

    @AutoClose
    private static DashboardNoAr lab;

    @AutoClose
    private static Navegador navegador;

    @BeforeAll
    static void sobe() {
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(PRAZO.toMillis());
        lab = new DashboardNoAr();
        lab.pipeline().inicia("estoque-service", "--estoque.tempo-processamento=0");
        lab.pipeline().inicia("pagamento-service", "--pagamento.tempo-processamento=0");
        lab.pipeline().inicia("notificacao-service");
        lab.pipeline().kafka().escreve("contas", "ana", saldo("ana"));
        lab.esperaSaldos();
        navegador = Navegador.abre();
    }

    @Test
    @Order(1)
    void asSeteAbasDeUmNavegadorEDuasJanelasLadoALadoVeemOMesmo() {
        var abas = new ArrayList<Page>();
        abas.add(navegador.pagina(lab.url("pedidos")));
        IntStream.range(1, ABAS).forEach(i -> abas.add(navegador.outraAba(abas.get(0), lab.url("pedidos"))));
        abas.add(navegador.pagina(lab.url("pedidos"), 900)); // outra janela
        lab.pipeline().envia(5);
        abas.forEach(aba -> {
            assertThat(aba.locator("#contato")).containsText("Kafka em");
            assertThat(aba.locator(".topico.fim > p b")).hasText("5");
            aba.close();
        });
        semQueixas();
    }

    @Test
    @Order(2)
    void quemNaoLeNaoTiraOLugarDeNinguem() throws IOException {
        var calados = new ArrayList<Socket>();
        try {
            for (int i = 0; i < VAGAS; i++) {
                var calado = new Socket(InetAddress.getLoopbackAddress(), lab.porta());
                calado.setReceiveBufferSize(1_024);
                calado.getOutputStream()
                        .write("GET /api/eventos HTTP/1.1\r\nHost: localhost:%d\r\n\r\n"
                                .formatted(lab.porta())
                                .getBytes(StandardCharsets.UTF_8));
                calados.add(calado);
            }
            long inicio = System.nanoTime();
            var pagina = navegador.pagina(lab.url("pedidos"));
            assertThat(pagina.locator("#contato")).containsText("Kafka em");
            var demora = Duration.ofNanos(System.nanoTime() - inicio);
            System.out.printf("DashboardNaSalaIT: com %d soquetes mudos, entrou em %d ms%n", VAGAS, demora.toMillis());
            assertThat(demora).isLessThan(Duration.ofSeconds(30));
            pagina.close();
        } finally {
            for (var calado : calados) {
                calado.close();
            }
        }
        semQueixas();
    }

    @Test
    @Order(3)
    void osTopicosCabemNumTelefone() {
        var pagina = navegador.pagina(lab.url("topicos"), 390);
        assertThat(pagina.locator("#tabela-topicos tr").first()).isVisible();
        cabeNaLargura(pagina);
        // Nenhuma palavra em pé: uma célula tem ao menos a largura de algumas letras.
        var estreitas = (List<?>) pagina.locator("#tabela-topicos td").evaluateAll("""
                celulas => celulas.filter(c => c.innerText.trim().length > 3 && c.getBoundingClientRect().width < 40)
                    .map(c => c.innerText)""");
        assertThat(estreitas).isEmpty();
        pagina.close();
        semQueixas();
    }

    @Test
    @Order(4)
    void aAlturaDoFluxoNaoPulaComACarga() {
        var pagina = navegador.pagina(lab.url("pedidos"));
        assertThat(pagina.locator("#contato")).containsText("Kafka em");
        pagina.evaluate("""
                window.alturas = new Set();
                new ResizeObserver((vistos) => vistos.forEach((v) => window.alturas.add(Math.round(v.contentRect.height))))
                  .observe(document.getElementById('fluxo'));""");
        int feitos = lab.pipeline().ids(Topico.PEDIDOS_CONCLUIDOS).size();
        lab.pipeline().envia(200);
        assertThat(pagina.locator(".topico.fim > p b")).hasText(Integer.toString(feitos + 200));
        var alturas = ((List<?>) pagina.evaluate("[...window.alturas]"))
                .stream().mapToInt(altura -> ((Number) altura).intValue()).summaryStatistics();
        System.out.println("DashboardNaSalaIT: altura do fluxo sob carga: " + alturas);
        assertThat(alturas.getMax() - alturas.getMin()).isLessThanOrEqualTo(40);
        pagina.close();
        semQueixas();
    }

    @Test
    @Order(5)
    void comDozeEComSessentaParticoesOFluxoContinuaNaTela() {
        for (int particoes : new int[] {12, 60}) {
            lab.pipeline().kafka().aumenta(Topico.NOVOS_PEDIDOS.nome(), particoes);
            for (int largura : new int[] {1400, 390}) {
                var pagina = navegador.pagina(lab.url("pedidos"), largura);
                assertThat(pagina.locator(".topico[data-etapa=estoque] .particao"))
                        .hasCount(particoes);
                assertThat(pagina.locator(".grupo[data-etapa=estoque] .membros"))
                        .containsText("p0–p%d".formatted(particoes - 1));
                cabeNaLargura(pagina);
                var altura = ((Number)
                                pagina.evaluate("document.getElementById('fluxo').getBoundingClientRect().height"))
                        .intValue();
                System.out.printf(
                        "DashboardNaSalaIT: %d partições em %d px: %d px de altura%n", particoes, largura, altura);
                if (largura == 1400) {
                    assertThat(altura).isLessThan(900);
                }
                pagina.close();
            }
        }
        semQueixas();
    }

    @Test
    @Order(6)
    void oQueJaNaoSeSabeFicaApagadoComAHora() {
        var saldos = navegador.pagina(lab.url("saldos"));
        assertThat(saldos.locator("#tabela-saldos")).containsText("ana");
        var tira = navegador.pagina(lab.url("compactacao"));
        assertThat(tira.locator("#compactacao-quando")).hasText("como está no broker");

        lab.saldoService().mata();
        assertThat(saldos.locator("#idade-saldos"))
                .containsText(Pattern.compile("como estavam às \\d\\d:\\d\\d:\\d\\d"));
        assertThat(saldos.locator("#situacao-saldos")).not().containsText("pronto");

        lab.pipeline().broker().mata();
        assertThat(tira.locator("#compactacao-quando")).hasText(Pattern.compile("como estava às \\d\\d:\\d\\d:\\d\\d"));
        assertThat(tira.locator("#tiras")).hasClass(Pattern.compile("antigo"));
        lab.pipeline().broker().volta();
        assertThat(tira.locator("#compactacao-quando")).hasText("como está no broker");
        assertThat(tira.locator("#tiras")).not().hasClass(Pattern.compile("antigo"));
        await().untilAsserted(() -> semQueixas());
    }

    private static void cabeNaLargura(Page pagina) {
        assertThat((Boolean)
                        pagina.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("sem rolar para o lado em %s", pagina.url())
                .isTrue();
    }

    private static void semQueixas() {
        assertThat(navegador.queixas().stream()
                        .filter(queixa -> !queixa.contains("CORS"))
                        .toList())
                .isEmpty();
    }

    private static String saldo(String id) {
        return "{\"cliente_id\":\"%s\",\"saldo\":1.00,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(id);
    }
}
