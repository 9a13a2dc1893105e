package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** O que os documentos citam existe: links, âncoras, arquivos, classes, configurações. E nenhuma frase está em dois deles. */
class DocumentosTest {

    private static final Path RAIZ = BrokerDeTeste.raiz();
    private static final List<Documento> TODOS = Documento.todos(RAIZ);

    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern ENTRE_CRASES = Pattern.compile("`([^`\n]+)`");
    private static final Pattern ARQUIVO_JAVA = Pattern.compile("[\\w…/.-]*?(\\w+\\.java)");
    private static final Pattern CLASSE = Pattern.compile("(?:[A-Z][a-z0-9]+){2,}");
    private static final Pattern CONFIGURACAO =
            Pattern.compile("(?:saldo|etapa|dashboard|estoque|pagamento)(?:\\.[a-z]+(?:-[a-z]+)*)+");
    private static final Pattern QUEM_RODA = Pattern.compile("\\w+IT\\b|[\\w./-]+\\.sh\\b");
    private static final int FRASE = 40;

    /** Nomes de fora, que nada aqui usa: os documentos os citam para comparar. */
    private static final Set<String> DE_FORA =
            Set.of("NoOffsetForPartition", "LogAndContinue", "LogAndFail", "RouterFunction", "DispatcherServlet");

    @Test
    void todoLinkLevaAAlgumLugar() {
        var quebrados = new ArrayList<String>();
        for (var documento : TODOS) {
            LINK.matcher(documento.semCodigo())
                    .results()
                    .map(link -> link.group(1))
                    .forEach(alvo -> {
                        if (!alvo.matches("(https?|mailto):.*") && !existe(documento, alvo)) {
                            quebrados.add(documento.nome() + ": " + alvo);
                        }
                    });
        }
        assertThat(quebrados).isEmpty();
    }

    private static boolean existe(Documento documento, String alvo) {
        var partes = alvo.split("#", 2);
        var arquivo = partes[0].isEmpty()
                ? documento.arquivo()
                : documento.arquivo().resolveSibling(partes[0]).normalize();
        if (!Files.exists(arquivo)) {
            return false;
        }
        return partes.length == 1
                || TODOS.stream()
                        .filter(este -> este.arquivo().equals(arquivo))
                        .anyMatch(este -> este.ancoras().contains(partes[1]));
    }

    @Test
    void todoArquivoEClasseQueSeCitaExiste() throws IOException {
        var fontes = fontes();
        var palavras = fontes.values().stream()
                .flatMap(texto -> CLASSE.matcher(texto).results().map(MatchResult::group))
                .collect(Collectors.toSet());
        var nomes = fontes.keySet().stream()
                .map(arquivo -> arquivo.getFileName().toString())
                .collect(Collectors.toSet());
        var faltam = new TreeSet<String>();
        for (var documento : TODOS) {
            for (var citado : citados(documento)) {
                var java = ARQUIVO_JAVA.matcher(citado);
                if (java.matches() && !nomes.contains(java.group(1))
                        || CLASSE.matcher(citado).matches()
                                && !palavras.contains(citado)
                                && !DE_FORA.contains(citado)) {
                    faltam.add(documento.nome() + ": " + citado);
                }
            }
        }
        assertThat(faltam).isEmpty();
    }

    /** O bloco que este build não roda diz quem o roda, ou por que ninguém. */
    @Test
    void quemRodaOsBlocosQueNaoSeExecutamExiste() throws IOException {
        var nomes = fontes().keySet().stream()
                .map(arquivo -> RAIZ.relativize(arquivo).toString())
                .toList();
        assertThat(TODOS)
                .allSatisfy(documento -> assertThat(Bloco.de(documento))
                        .filteredOn(Bloco::naoSeExecuta)
                        .allSatisfy(bloco -> QUEM_RODA
                                .matcher(String.valueOf(bloco.diretiva()))
                                .results()
                                .map(MatchResult::group)
                                .forEach(quem -> assertThat(nomes)
                                        .as(documento.nome())
                                        .anyMatch(nome -> nome.equals(quem) || nome.endsWith("/" + quem + ".java")))));
    }

    @Test
    void todaConfiguracaoQueSeCitaExiste() throws IOException {
        var fontes = String.join("\n", fontes().values());
        var propriedades = fontes().entrySet().stream()
                .filter(fonte -> fonte.getKey().toString().endsWith("Properties.java"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
        var faltam = new TreeSet<String>();
        for (var documento : TODOS) {
            for (var citado : citados(documento)) {
                var nome = citado.replaceFirst("^--", "").replaceFirst("=.*", "");
                if (CONFIGURACAO.matcher(nome).matches() && !existe(nome, fontes, propriedades)) {
                    faltam.add(documento.nome() + ": " + citado);
                }
            }
        }
        assertThat(faltam).isEmpty();
    }

    /** {@code dashboard.pasta-do-log} é o componente {@code pastaDoLog}; de uma métrica, o prefixo pode ser uma configuração. */
    private static boolean existe(String nome, String fontes, String propriedades) {
        var resto = nome.substring(nome.indexOf('.') + 1);
        var camelo = Pattern.compile("-([a-z])")
                .matcher(resto)
                .replaceAll(letra -> letra.group(1).toUpperCase(Locale.ROOT));
        return fontes.contains(nome)
                || fontes.contains("\"" + resto + "\"")
                || fontes.contains("\"." + resto + "\"")
                || Pattern.compile("\\b" + camelo + "\\b").matcher(propriedades).find();
    }

    @Test
    void nenhumaFraseEstaEmDoisDocumentos() {
        Map<String, Set<String>> onde = new HashMap<>();
        for (var documento : TODOS) {
            for (var frase : documento.prosa().split("(?<=[.:;])\\s+")) {
                if (frase.length() >= FRASE) {
                    onde.computeIfAbsent(frase, nova -> new TreeSet<>()).add(documento.nome());
                }
            }
        }
        onde.values().removeIf(documentos -> documentos.size() == 1);
        assertThat(onde).isEmpty();
    }

    @Test
    void aListaDosExperimentosEADoCurso() {
        var curso = Documento.de(RAIZ, RAIZ.resolve("docs/curso/README.md"));
        assertThat(curso.linhas())
                .filteredOn(linha -> linha.matches("\\| \\d+ \\|.*"))
                .containsExactlyElementsOf(Curso.EXPERIMENTOS.stream()
                        .map(experimento -> "| %d | %s | %s | `%s` |"
                                .formatted(
                                        Curso.numero(experimento),
                                        experimento.trilha().titulo(),
                                        experimento.titulo(),
                                        experimento.id()))
                        .toList());
    }

    private static List<String> citados(Documento documento) {
        return ENTRE_CRASES
                .matcher(documento.semCodigo())
                .results()
                .map(citado -> citado.group(1))
                .toList();
    }

    private static Map<Path, String> fontes() throws IOException {
        var fontes = new HashMap<Path, String>();
        // Sem entrar no que outros processos mudam enquanto se anda por lá.
        Files.walkFileTree(RAIZ, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path pasta, BasicFileAttributes atributos) {
                return pasta.getFileName().toString().matches("target|dados|node_modules|\\.lab|\\.git")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path arquivo, BasicFileAttributes atributos) {
                if (arquivo.toString().matches(".*\\.(java|yml|sh|xml|js|env|properties)")) {
                    fontes.put(arquivo, texto(arquivo));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return fontes;
    }

    private static String texto(Path arquivo) {
        try {
            return Files.readString(arquivo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
