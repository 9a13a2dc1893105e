package br.kafkanapratica.lab;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ponto de entrada de {@code start.sh} e {@code stop.sh}. */
@Command(
        name = "lab",
        description = "O laboratório Kafka na Prática.",
        subcommands = {Iniciar.class, Parar.class})
public final class LabApplication {

    @Option(
            names = {"-h", "--help", "--ajuda"},
            usageHelp = true,
            description = "Mostra esta ajuda.")
    private boolean ajuda;

    private LabApplication() {}

    public static void main(String[] args) {
        // Com o nome de sempre (logback.xml), valeria também para os testes que têm este módulo no classpath.
        System.setProperty("logback.configurationFile", "lab-logback.xml");
        var linhaDeComando = new CommandLine(new LabApplication());
        linhaDeComando.setExecutionExceptionHandler((erro, comando, resultado) -> {
            System.err.println("ERRO: " + erro.getMessage());
            return 1;
        });
        System.exit(linhaDeComando.execute(args));
    }
}
