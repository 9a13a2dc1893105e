package br.kafkanapratica.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A saída do programa, lida por uma pessoa. */
public final class Tela {

    private Tela() {}

    /** No Java 17 a codificação padrão segue o ambiente, e com {@code LANG=C} (contêineres) os acentos se perdem. */
    public static void emUtf8() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** Se há uma pessoa dos dois lados: entrada e saída são um terminal. */
    public static boolean temTerminal() {
        // Do Java 22 em diante, sem isto há um Console mesmo quando a entrada é um pipe.
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }

    /** Na saída de erros. */
    public static void erro(@Nullable String mensagem) {
        System.err.println("ERRO: " + mensagem);
    }

    /** Na saída de erros: o programa continua. */
    public static void aviso(String mensagem) {
        System.err.println(mensagem);
    }
}
