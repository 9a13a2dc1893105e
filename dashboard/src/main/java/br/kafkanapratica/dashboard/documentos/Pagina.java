package br.kafkanapratica.dashboard.documentos;

import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** Um documento em Markdown feito página. Nada do texto vira script ou HTML. */
final class Pagina {

    private static final List<Extension> EXTENSOES = List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser LEITOR = Parser.builder().extensions(EXTENSOES).build();
    private static final HtmlRenderer ESCRITOR = HtmlRenderer.builder()
            .extensions(EXTENSOES)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    private static final String MODELO = """
            <!doctype html>
            <html lang="pt-BR">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>%s · Kafka na Prática</title>
              <link rel="icon" href="/icone.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/webjars/picocss__pico/css/pico.min.css">
              <link rel="stylesheet" href="/css/documentos.css">
            </head>
            <body>
            <nav class="container"><ul><li><a href="/">A página</a></li><li><a href="/documentos/README.md">Documentos</a></li></ul></nav>
            <main class="container">
            %s</main>
            </body>
            </html>
            """;

    private final Node documento;

    /**
     * @param caminho o deste documento, que é de onde partem os seus links
     * @param existe se há o que um link daqui procura; o que só está no repositório fica escrito, sem link
     */
    Pagina(String markdown, String caminho, Predicate<String> existe) {
        documento = LEITOR.parse(markdown);
        documento.accept(new Arrumacao(URI.create(caminho), existe));
    }

    String html() {
        return MODELO.formatted(escapa(titulo()), ESCRITOR.render(documento));
    }

    private String titulo() {
        return documento.getFirstChild() instanceof Heading titulo
                ? TextContentRenderer.builder().build().render(titulo)
                : "Documento";
    }

    private static String escapa(String texto) {
        return texto.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static final class Arrumacao extends AbstractVisitor {

        private final URI daqui;
        private final Predicate<String> existe;

        Arrumacao(URI daqui, Predicate<String> existe) {
            this.daqui = daqui;
            this.existe = existe;
        }

        /** Os comentários são para quem testa o documento. */
        @Override
        public void visit(HtmlBlock bloco) {
            if (bloco.getLiteral().startsWith("<!--")) {
                bloco.unlink();
            }
        }

        @Override
        public void visit(Link link) {
            visitChildren(link);
            if (!leva(link.getDestination())) {
                for (var filho = link.getFirstChild(); filho != null; filho = link.getFirstChild()) {
                    link.insertBefore(filho);
                }
                link.unlink();
            }
        }

        private boolean leva(String destino) {
            if (destino.matches("https?://.*|#.*")) {
                return true;
            }
            var alvo = daqui.resolve(destino.replaceFirst("#.*", ""));
            return existe.test(alvo.getPath());
        }
    }
}
