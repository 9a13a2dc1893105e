package br.kafkanapratica.lab;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ponto de entrada de {@code start.sh} e {@code stop.sh}. */
@Command(
        name = "lab",
        description = "O laboratório Kafka na Prática.",
        synopsisHeading = "Uso: ",
        commandListHeading = "Comandos:%n",
        subcommands = {Iniciar.class, Parar.class, Preparar.class})
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
        linhaDeComando.setParameterExceptionHandler((erro, argumentos) -> {
            System.err.printf("ERRO: não entendi \"%s\" (veja --help).%n", String.join(" ", argumentos));
            return 2;
        });
        System.exit(linhaDeComando.execute(args));
    }
}
