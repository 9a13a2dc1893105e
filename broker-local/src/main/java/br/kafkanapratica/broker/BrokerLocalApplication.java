package br.kafkanapratica.broker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Ponto de entrada: o primeiro argumento escolhe entre o broker e uma ferramenta do Kafka. */
public final class BrokerLocalApplication {

    private BrokerLocalApplication() {}

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
        System.exit(linhaDeComando.execute(args));
    }
}
