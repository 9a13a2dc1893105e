package br.kafkanapratica.armadilhas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** O que uma armadilha tem de ser para ensinar: curta, com o erro dito no comentário, e fora do alcance dos programas certos. */
class ArmadilhasTest {

    /** O README e os experimentos as chamam por estes nomes. */
    private static final List<String> NOMES = List.of(
            "estoque-no-maximo-uma-vez",
            "estoque-ao-menos-uma-vez",
            "estoque-id-fixo",
            "estoque-sem-dlt",
            "estoque-demorado",
            "estoque-que-desfaz",
            "pagamento-le-tudo",
            "notificacao-auto-commit",
            "pedidos-por-cliente",
            "saldo-ate-o-vazio",
            "saldo-com-grupo",
            "saldo-em-float",
            "contas-delete",
            "saldo-duas-particoes");

    private static final int LINHAS = 60;
    private static final Path RAIZ =
            Path.of(System.getProperty("raiz", "..")).toAbsolutePath().normalize();
    private static final Pattern COMENTARIO_DA_CLASSE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)+)\\*/\\s+(?:@\\w+(?:\\(.*?\\))?\\s+)*public (?:final )?class ", Pattern.DOTALL);

    @Test
    void aListaDizTodosOsProgramasEOQueCadaUmTemDeErrado() {
        assertThat(Arrays.stream(Armadilha.values()).map(Armadilha::nome)).containsExactlyElementsOf(NOMES);
        var linhas = ArmadilhasApplication.lista().lines().toList();
        for (var armadilha : Armadilha.values()) {
            assertThat(linhas)
                    .filteredOn(linha -> linha.contains(" " + armadilha.nome() + " "))
                    .singleElement()
                    .asString()
                    .endsWith(armadilha.oQueEstaErrado());
        }
    }

    /** Um programa que a lista não conhece não teria como ser iniciado. */
    @Test
    void todaClasseComMainEstaNaLista() {
        var programas = fontes(RAIZ.resolve("armadilhas/src/main/java"))
                .filter(fonte -> le(fonte).contains("public static void main("))
                .map(fonte -> fonte.getFileName().toString().replace(".java", ""));

        assertThat(programas)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("ArmadilhasApplication"),
                                Arrays.stream(Armadilha.values()).map(ArmadilhasTest::classe))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void eCurtaComoSeEscrevePorAi(Armadilha armadilha) {
        var codigo = fonte(armadilha)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .lines()
                .filter(linha -> !linha.isBlank() && !linha.matches("(package|import) .*|\\s*//.*"));

        assertThat(codigo.count()).isBetween(15L, (long) LINHAS);
    }

    @ParameterizedTest
    @EnumSource
    void oComentarioDaClasseDizOErro(Armadilha armadilha) {
        var comentario = COMENTARIO_DA_CLASSE.matcher(fonte(armadilha));

        assertThat(comentario.find()).as("tem comentário").isTrue();
        var texto = comentario.group(1).replaceAll("\\s*\\*\\s*", " ").strip();
        assertThat(texto).endsWith(".").hasSizeBetween(100, 400);
        assertThat(texto.split("(?<=[.!?]) ")).as("frases de: %s", texto).hasSizeLessThanOrEqualTo(4);
    }

    /** Nem por engano: o que aqui se escreve está errado. */
    @Test
    void ninguemAsImporta() {
        var deOutros = modulos()
                .filter(modulo -> !modulo.endsWith("armadilhas"))
                .flatMap(modulo -> fontes(modulo.resolve("src")))
                .filter(fonte -> le(fonte).contains("br.kafkanapratica.armadilhas"));

        assertThat(deOutros).isEmpty();
    }

    @Test
    void sabemDosOutrosModulosSoOsContratos() {
        var importados = fontes(RAIZ.resolve("armadilhas/src/main/java"))
                .flatMap(fonte -> le(fonte).lines())
                .filter(linha -> linha.startsWith("import "))
                .map(linha -> linha.replaceAll("import (static )?", ""))
                .filter(linha -> linha.startsWith("br.kafkanapratica."))
                .collect(Collectors.toSet());

        assertThat(importados)
                .isNotEmpty()
                .allSatisfy(classe -> assertThat(classe).startsWith("br.kafkanapratica.contratos."));
    }

    private static String fonte(Armadilha armadilha) {
        return le(RAIZ.resolve(
                "armadilhas/src/main/java/br/kafkanapratica/armadilhas/%s.java".formatted(classe(armadilha))));
    }

    /** {@code ESTOQUE_SEM_DLT} → {@code EstoqueSemDlt}. */
    private static String classe(Armadilha armadilha) {
        return Arrays.stream(armadilha.nome().split("-"))
                .map(parte -> parte.substring(0, 1).toUpperCase(Locale.ROOT) + parte.substring(1))
                .collect(Collectors.joining());
    }

    private static Stream<Path> modulos() {
        try (var pastas = Files.list(RAIZ)) {
            return pastas.filter(pasta -> Files.isRegularFile(pasta.resolve("pom.xml"))).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> fontes(Path pasta) {
        if (!Files.isDirectory(pasta)) {
            return Stream.empty();
        }
        try (var arquivos = Files.walk(pasta)) {
            return arquivos.filter(arquivo -> arquivo.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String le(Path arquivo) {
        try {
            return Files.readString(arquivo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
