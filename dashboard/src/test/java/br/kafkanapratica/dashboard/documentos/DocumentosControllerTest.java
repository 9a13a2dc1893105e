package br.kafkanapratica.dashboard.documentos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

class DocumentosControllerTest {

    private static final Pattern REFERENCIA = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private final DocumentosController controller = new DocumentosController();

    /** Do README se chega a todos, e nenhum link leva a nada. */
    @Test
    void todosSeAlcancamDoReadmeEAsAncorasExistem() throws IOException {
        var paginas = new HashMap<String, String>();
        var porVer = new ArrayDeque<>(List.of("/README.md"));
        var ancoras = new ArrayList<String>();
        while (!porVer.isEmpty()) {
            var caminho = porVer.remove();
            var html = new String(controller.mostra(caminho).getBody(), StandardCharsets.UTF_8);
            paginas.put(caminho, html);
            REFERENCIA.matcher(html).results().map(achada -> achada.group(1)).forEach(alvo -> {
                if (!alvo.matches("https?://.*|/.*")) {
                    var destino = URI.create(caminho).resolve(alvo);
                    if (destino.getFragment() != null) {
                        ancoras.add(destino.toString());
                    }
                    if (!paginas.containsKey(destino.getPath()) && !porVer.contains(destino.getPath())) {
                        porVer.add(destino.getPath());
                    }
                }
            });
        }
        assertThat(paginas.keySet())
                .contains("/docs/glossario.md", "/docs/copie/etapa.md", "/docs/decisoes/0025-os-experimentos.md");
        assertThat(ancoras).isNotEmpty().allSatisfy(ancora -> {
            var destino = URI.create(ancora);
            assertThat(paginas.get(destino.getPath()))
                    .as(ancora)
                    .contains("id=\"%s\"".formatted(destino.getFragment()));
        });
    }

    @Test
    void umCaminhoMuitoLongoSoNaoExiste() {
        for (var fim : List.of(".md", "")) {
            assertThatThrownBy(() -> controller.mostra("/a".repeat(4000) + fim))
                    .isInstanceOf(ErrorResponseException.class);
        }
    }

    /** Cada visão leva ao que há para ler sobre ela. */
    @Test
    void osLinksDaPaginaLevamADocumentos() throws IOException {
        var pagina = new ClassPathResource("static/index.html").getContentAsString(StandardCharsets.UTF_8);
        assertThat(pagina.split("<section ", -1)).hasSizeGreaterThan(7).satisfies(partes -> {
            for (int i = 1; i < partes.length; i++) {
                assertThat(partes[i]).contains("<a href=\"documentos/");
            }
        });
        for (var link : REFERENCIA.matcher(pagina).results().toList()) {
            if (link.group(1).startsWith("documentos/")) {
                var destino = URI.create(link.group(1).substring("documentos".length()));
                var html = new String(controller.mostra(destino.getPath()).getBody(), StandardCharsets.UTF_8);
                if (destino.getFragment() != null) {
                    assertThat(html).contains("id=\"%s\"".formatted(destino.getFragment()));
                }
            }
        }
    }

    @Test
    void deOndeSeComecaSeVaiAoReadme() throws IOException {
        var destino = controller.comeco().getHeaders().getLocation().getPath();
        assertThat(controller.mostra(destino.substring("/documentos".length())).getStatusCode())
                .isEqualTo(HttpStatus.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nao-ha.md",
                "/../application.yml",
                "/docs/../../application.yml",
                "/docs/%2e%2e/x.md",
                "/docs",
                "/docs/curso/README.md/",
                "/BOOT-INF/x.md"
            })
    void oQueNaoEDocumentoNaoSeMostra(String caminho) {
        assertThatThrownBy(() -> controller.mostra(caminho))
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        recusa -> assertThat(recusa.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND));
    }

    @Test
    void oHtmlQueUmDocumentoTragaSoSeLe() {
        var html = new Pagina(
                        "# Oi <script>alert(1)</script>\n\n<!-- some -->\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](X.java)",
                        "/a.md",
                        caminho -> false)
                .html();
        assertThat(html).doesNotContain("<script", "<img", "javascript:", "some", "X.java");
        assertThat(html).contains("&lt;script&gt;");
    }
}
