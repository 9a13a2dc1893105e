package br.kafkanapratica.broker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Ponto de entrada: o primeiro argumento escolhe entre o broker e uma ferramenta do Kafka. */
public final class BrokerLocalApplication {

    private BrokerLocalApplication() {}

    private static String raiz(Throwable erro) {
        var causa = erro.getCause();
        return causa == null ? String.valueOf(erro.getMessage()) : raiz(causa);
    }

    public static void main(String[] args) {
        // No Java 17 a saída segue o locale, e num terminal sem UTF-8 declarado os acentos virariam "?".
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        if (args.length > 0 && Ferramenta.existe(args[0])) {
            System.exit(Ferramenta.executa(args[0], Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args.length == 1 && args[0].equals("lote")) {
            System.exit(VariosComandos.executa(System.in));
        }
        var linhaDeComando = new CommandLine(new ComandoBroker());
        linhaDeComando.setParameterExceptionHandler((erro, argumentos) -> {
            System.err.printf("ERRO: não entendi \"%s\" (veja --help).%n", String.join(" ", argumentos));
            return ExitCode.USAGE;
        });
        linhaDeComando.setExecutionExceptionHandler((erro, comando, argumentos) -> {
            System.err.printf("ERRO: %s (mais: java -Dnivel=INFO -jar …).%n", raiz(erro));
            return ExitCode.SOFTWARE;
        });
        // O picocli escreveria no charset do locale.
        linhaDeComando.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        linhaDeComando.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(linhaDeComando.execute(args));
    }
}
