package br.kafkanapratica.experimentos.estudo;

import br.kafkanapratica.experimentos.Alternativa;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.curso.Curso;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** O caderno numa página só, que se guarda, se imprime ou se entrega: não precisa de rede nem deste programa. */
public final class Relatorio {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");
    private static final String PAGINA = """
            <!doctype html>
            <html lang="pt-BR">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Kafka na Prática: experimentos%s</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #111827; background: #fff }
            h1 { font-size: 1.6rem } h2 { font-size: 1.25rem; margin-top: 2rem } h3 { font-size: 1.05rem; margin-bottom: .25rem }
            .certa { color: #166534 } .errada { color: #92400e } .lugar, time { color: #4b5563; font-size: .9rem }
            li { margin-bottom: .4rem } article { break-inside: avoid }
            </style>
            </head>
            <body>
            <h1>Kafka na Prática: experimentos%s</h1>
            <p>%s. Escrito em %s.</p>
            %s
            </body>
            </html>
            """;

    private static final Pattern ACENTOS = Pattern.compile("\\p{M}");

    private Relatorio() {}

    /** O nome do arquivo: os de uma turma cabem numa pasta só. */
    public static String arquivo(String nome) {
        var semAcentos = ACENTOS.matcher(Normalizer.normalize(nome, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return semAcentos.isEmpty() ? "experimentos.html" : "experimentos-%s.html".formatted(semAcentos);
    }

    /**
     * @param nome de quem fez; pode ser vazio
     * @param relogio diz a hora, e o fuso em que ela se escreve
     */
    public static String html(String nome, List<Folha> folhas, Clock relogio) {
        var deQuem = nome.isBlank() ? "" : " de " + escapa(nome);
        long feitos = folhas.stream().filter(Folha::completa).count();
        var corpo = Curso.EXPERIMENTOS.stream()
                .map(experimento ->
                        folha(experimento, folhas).map(folha -> artigo(experimento, folha, relogio.getZone())))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
        return PAGINA.formatted(
                deQuem,
                deQuem,
                "%d de %d experimentos feitos".formatted(feitos, Curso.EXPERIMENTOS.size()),
                quando(relogio.instant(), relogio.getZone()),
                corpo.isEmpty() ? "<p>Nenhum experimento começado.</p>" : corpo);
    }

    private static Optional<Folha> folha(Experimento experimento, List<Folha> folhas) {
        return folhas.stream()
                .filter(folha -> folha.experimento().equals(experimento.id()))
                .findFirst();
    }

    private static String artigo(Experimento experimento, Folha folha, ZoneId fuso) {
        var previsao = experimento.alternativa(folha.previsao());
        boolean acertou = previsao.filter(Alternativa::certa).isPresent();
        var vistas = experimento.verificacoes().stream()
                .map(verificacao -> "<li>%s %s</li>"
                        .formatted(
                                escapa(verificacao.texto()),
                                folha.prova(verificacao.texto())
                                        .map(prova -> "✓ %s <span class=\"lugar\">%s</span> <time>%s</time>"
                                                .formatted(
                                                        escapa(prova.texto()),
                                                        prova.onde().isEmpty()
                                                                ? ""
                                                                : escapa("(%s)".formatted(prova.onde())),
                                                        quando(prova.quando(), fuso)))
                                        .orElse("<em>não foi visto</em>")))
                .collect(Collectors.joining("\n"));
        var texto = new StringBuilder("<article>\n<h2>%d. %s</h2>\n<p class=\"lugar\">Trilha %s. Começou em %s%s.</p>\n"
                .formatted(
                        Curso.numero(experimento),
                        escapa(experimento.titulo()),
                        escapa(experimento.trilha().titulo()),
                        quando(folha.inicio(), fuso),
                        folha.terminou() == null ? "" : "; tudo visto em " + quando(folha.terminou(), fuso)));
        texto.append("<p>%s</p>\n<p>Previsão: %s%s</p>\n<ul>\n%s\n</ul>\n"
                .formatted(
                        escapa(experimento.pergunta()),
                        escapa(previsao.map(Alternativa::texto).orElse("?")),
                        !folha.completa()
                                ? ""
                                : acertou
                                        ? " <strong class=\"certa\">Certa.</strong>"
                                        : " <strong class=\"errada\">Não foi assim.</strong> Foi: "
                                                + certa(experimento),
                        vistas));
        if (folha.completa()) {
            experimento.explicacao().forEach(paragrafo -> texto.append("<p>%s</p>\n".formatted(escapa(paragrafo))));
        }
        return texto.append("</article>").toString();
    }

    private static String certa(Experimento experimento) {
        return experimento.alternativas().stream()
                .filter(Alternativa::certa)
                .map(alternativa -> escapa(alternativa.texto()))
                .collect(Collectors.joining());
    }

    private static String quando(Instant instante, ZoneId fuso) {
        return DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss", BRASIL).format(instante.atZone(fuso));
    }

    /** O que veio de um tópico ou de um formulário nunca é markup. */
    private static String escapa(String texto) {
        return texto.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
