package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LogDoProgramaTest {

    @TempDir
    private Path pasta;

    @Test
    void passadoOTamanhoMaximoRecomecaEOQueHaviaFicaAoLado() throws IOException {
        var arquivo = pasta.resolve("p.log");
        var log = new LogDoPrograma(arquivo, 20, queixa -> {
            throw new AssertionError(queixa);
        });
        for (int i = 1; i <= 7; i++) {
            log.escreve("linha %03d".formatted(i));
        }
        assertThat(Files.readAllLines(pasta.resolve("p.log.1"))).containsExactly("linha 005", "linha 006");
        assertThat(Files.readAllLines(arquivo)).containsExactly("linha 007");
    }

    /** No momento de recomeçar, o disco pode não deixar; depois deixa. */
    @Test
    void oRecomecoQueFalhaUmaVezNaoAcabaComOLog() throws IOException {
        var queixas = new ArrayList<String>();
        var arquivo = pasta.resolve("p.log");
        var log = new LogDoPrograma(arquivo, 8, queixas::add);
        log.escreve("primeira");
        Files.delete(arquivo);
        Files.createDirectories(arquivo.resolve("cheia"));
        Files.createDirectories(pasta.resolve("p.log.1/cheia"));
        log.escreve("esta se perde");
        assertThat(queixas).hasSize(1);

        JarPreparado.apaga(pasta.resolve("p.log.1"));
        JarPreparado.apaga(arquivo);
        log.escreve("de novo");
        assertThat(Files.readAllLines(arquivo)).containsExactly("de novo");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void discoCheioEDitoUmaVezSo() throws IOException {
        var queixas = new ArrayList<String>();
        var log = new LogDoPrograma(Path.of("/dev/full"), queixas::add);
        log.escreve("uma");
        log.escreve("outra");
        assertThat(queixas).singleElement().asString().contains("/dev/full", "No space left");
    }
}
