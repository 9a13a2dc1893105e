package br.kafkanapratica.benchmarks;

import br.kafkanapratica.benchmarks.saldos.Longa;
import br.kafkanapratica.benchmarks.saldos.Parte;
import br.kafkanapratica.benchmarks.saldos.Partida;
import br.kafkanapratica.benchmarks.saldos.Reconstroi;
import br.kafkanapratica.benchmarks.saldos.Reconstrucao;
import br.kafkanapratica.benchmarks.saldos.Rest;
import br.kafkanapratica.benchmarks.saldos.Servidor;
import br.kafkanapratica.benchmarks.saldos.ServletNu;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Ponto de entrada dos scripts de {@code benchmarks/}, e das réguas, que rodam em JVMs só delas. */
@Command(
        name = "benchmarks",
        subcommands = {
            CargaDoPipeline.class,
            LacoNu.class,
            EmKafkaStreams.class,
            Reconstrucao.class,
            Reconstroi.class,
            Longa.class,
            Rest.class,
            Servidor.class,
            ServletNu.class,
            Partida.class,
            Parte.class
        })
public final class BenchmarksApplication {

    private BenchmarksApplication() {}

    public static void main(String[] args) {
        // No Java 17 a saída segue o locale, e sem UTF-8 declarado os acentos virariam "?".
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        var linhaDeComando = new CommandLine(new BenchmarksApplication());
        linhaDeComando.setCaseInsensitiveEnumValuesAllowed(true);
        linhaDeComando.setExecutionExceptionHandler((erro, comando, resultado) -> {
            System.err.println("ERRO: " + erro.getMessage());
            return 1;
        });
        linhaDeComando.setParameterExceptionHandler((erro, argumentos) -> {
            System.err.printf("ERRO: não entendi \"%s\" (veja --help).%n", String.join(" ", argumentos));
            return 2;
        });
        System.exit(linhaDeComando.execute(args));
    }
}
