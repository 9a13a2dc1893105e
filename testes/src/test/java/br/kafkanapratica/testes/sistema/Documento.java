package br.kafkanapratica.testes.sistema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Um documento do repositório, em Markdown. Imutável. */
record Documento(Path arquivo, String nome, List<String> linhas) {

    private static final Pattern TITULO = Pattern.compile("#{1,6} (.*)");
    private static final Pattern ENTRE_CELULAS = Pattern.compile("(?<!\\\\)\\|");
    private static final String CERCA = "```";

    /** O README, o CONTRIBUTING e tudo o que está em {@code docs/}. */
    static List<Documento> todos(Path raiz) {
        try (Stream<Path> deDocs = Files.walk(raiz.resolve("docs"))) {
            return Stream.concat(Stream.of(raiz.resolve("README.md"), raiz.resolve("CONTRIBUTING.md")), deDocs.sorted())
                    .filter(arquivo -> arquivo.toString().endsWith(".md"))
                    .map(arquivo -> de(raiz, arquivo))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Documento de(Path raiz, Path arquivo) {
        try {
            return new Documento(arquivo.normalize(), raiz.relativize(arquivo).toString(), Files.readAllLines(arquivo));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** O texto fora dos blocos de código. */
    String semCodigo() {
        var fora = new ArrayList<String>();
        boolean dentro = false;
        for (var linha : linhas) {
            if (linha.strip().startsWith(CERCA)) {
                dentro = !dentro;
            } else if (!dentro) {
                fora.add(linha);
            }
        }
        return String.join("\n", fora);
    }

    /** Os parágrafos, sem títulos, tabelas e listas de links, cada um numa linha. */
    String prosa() {
        return semCodigo()
                .lines()
                .filter(linha -> !linha.startsWith("#") && !linha.startsWith("|"))
                .map(linha -> linha.isBlank() ? "\n" : linha.strip() + " ")
                .collect(Collectors.joining());
    }

    /** As linhas de todas as tabelas, em células. */
    List<List<String>> celulas() {
        return tabelas().stream().flatMap(List::stream).toList();
    }

    /** As tabelas: a primeira linha de cada uma é o título. */
    List<List<List<String>>> tabelas() {
        var tabelas = new ArrayList<List<List<String>>>();
        boolean dentro = false;
        for (var linha : semCodigo().lines().toList()) {
            boolean deTabela = linha.startsWith("|");
            if (deTabela && !dentro) {
                tabelas.add(new ArrayList<>());
            }
            if (deTabela && !linha.matches("[|: -]+")) {
                tabelas.get(tabelas.size() - 1)
                        .add(Arrays.stream(ENTRE_CELULAS.split(linha.substring(1), -1))
                                .map(String::strip)
                                .toList());
            }
            dentro = deTabela;
        }
        return tabelas;
    }

    /** Como o GitHub as faz: minúsculas, sem pontuação, com hífen no lugar do espaço. */
    List<String> ancoras() {
        return semCodigo()
                .lines()
                .map(TITULO::matcher)
                .filter(titulo -> titulo.matches())
                .map(titulo -> titulo.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
