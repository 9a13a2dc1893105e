package br.kafkanapratica.testes.sistema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Quem morre com {@code kill -9} não apaga os seus temporários (as pastas do Tomcat): que fiquem em {@code target/}, e não em {@code /tmp}. */
final class Temporarios {

    private static final Path PASTA = Path.of("target", "tmp").toAbsolutePath();

    private Temporarios() {}

    /** A opção da JVM. */
    static String opcao() {
        try {
            return "-Djava.io.tmpdir=" + Files.createDirectories(PASTA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
