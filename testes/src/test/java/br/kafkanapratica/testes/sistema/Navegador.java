package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Um Chromium de verdade, sem janela; anota o que a página pede fora desta máquina e o que reclama no console. Uma thread. */
final class Navegador implements AutoCloseable, Vestigios.Fonte {

    /** No Debian, no Ubuntu (um snap) e onde há o Chrome. */
    private static final List<Path> ONDE = Stream.of(
                    "/usr/bin/chromium", "/usr/bin/google-chrome", "/snap/bin/chromium")
            .map(Path::of)
            .toList();

    private static final int LARGURA = 1400;
    private static final int ALTURA = 900;
    private static final int TEXTO_NA_SAIDA = 4_000;
    private static final int PRAZO_DO_RETRATO_MS = 10_000;

    private final Playwright playwright;
    private final Browser chromium;
    private final List<String> queixas = new CopyOnWriteArrayList<>();

    private Navegador() {
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(instalado().orElseThrow())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Sem navegador os testes dele não rodam, e isso é dito; com {@code -Dnavegador=obrigatorio} (o CI), é uma falha. */
    static void exige() {
        if (instalado().isPresent()) {
            return;
        }
        var aviso =
                "NÃO RODADO: os testes do dashboard no navegador precisam de um destes: %s (apt-get install chromium)"
                        .formatted(ONDE);
        assertThat(System.getProperty("navegador", "")).as(aviso).isNotEqualTo("obrigatorio");
        System.out.println(aviso);
        Assumptions.abort(aviso);
    }

    private static Optional<Path> instalado() {
        return ONDE.stream().filter(Files::isExecutable).findFirst();
    }

    static Navegador abre() {
        var navegador = new Navegador();
        Vestigios.inscreve(navegador);
        return navegador;
    }

    Page pagina(String url) {
        return pagina(url, LARGURA);
    }

    Page pagina(String url, int largura) {
        return pagina(chromium.newContext(new Browser.NewContextOptions().setViewportSize(largura, ALTURA)), url);
    }

    /** Uma aba a mais de um navegador que já as tem: as mesmas conexões, o mesmo armazenamento. */
    Page outraAba(Page pagina, String url) {
        return pagina(pagina.context(), url);
    }

    private Page pagina(BrowserContext contexto, String url) {
        var pagina = contexto.newPage();
        pagina.setDefaultTimeout(Pipeline.PRAZO.toMillis());
        pagina.onRequest(pedido -> {
            var destino = URI.create(pedido.url().split("\\?", 2)[0]);
            if (!Set.of("localhost", "127.0.0.1").contains(destino.getHost())) {
                queixas.add("pedido para fora: " + pedido.url());
            }
        });
        pagina.onPageError(erro -> queixas.add("erro na página: " + erro));
        pagina.onDialog(dialogo -> {
            queixas.add("diálogo: " + dialogo.message());
            dialogo.dismiss();
        });
        pagina.onConsoleMessage(mensagem -> {
            // O navegador põe no console toda resposta 4xx, 5xx ou que não veio; quem as espera as trata.
            if (mensagem.type().equals("error") && !mensagem.text().startsWith("Failed to load resource")) {
                queixas.add("console: " + mensagem.text());
            }
        });
        pagina.navigate(url);
        return pagina;
    }

    void fechaAsPaginas() {
        List.copyOf(chromium.contexts()).forEach(BrowserContext::close);
    }

    List<String> queixas() {
        return List.copyOf(queixas);
    }

    /** De cada página, o que se vê e o HTML; o texto também na saída do teste, que de um CI às vezes é tudo o que se tem. */
    @Override
    public void guardaEm(Path pasta) throws IOException {
        int n = 0;
        for (var pagina : chromium.contexts().stream()
                .flatMap(contexto -> contexto.pages().stream())
                .toList()) {
            var nome = "pagina-" + ++n;
            Files.writeString(pasta.resolve(nome + ".html"), pagina.content());
            var texto = pagina.locator("body").innerText();
            System.out.printf(
                    "%s, %s:%n%s%n", nome, pagina.url(), texto.substring(0, Math.min(texto.length(), TEXTO_NA_SAIDA)));
            pagina.screenshot(new Page.ScreenshotOptions()
                    .setPath(pasta.resolve(nome + ".png"))
                    .setTimeout(PRAZO_DO_RETRATO_MS));
        }
        Files.write(pasta.resolve("queixas.txt"), queixas);
    }

    @Override
    public void close() {
        Vestigios.retira(this);
        chromium.close();
        playwright.close();
    }
}
