package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.UnmatchedArgumentException;

/** Ponto de entrada de {@code start.sh}, {@code stop.sh} e {@code lab.sh}. */
@Command(
        name = "./lab.sh",
        synopsisSubcommandLabel = "COMANDO",
        description = "O laboratório Kafka na Prática.",
        synopsisHeading = "Uso: ",
        commandListHeading = "Comandos:%n",
        subcommands = {Iniciar.class, Parar.class, Preparar.class, Experimentar.class, Relatar.class})
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
        Pedir.acrescenta(linhaDeComando);
        linhaDeComando.setExecutionExceptionHandler((erro, comando, resultado) -> {
            System.err.println("ERRO: " + mensagem(erro));
            return ExitCode.SOFTWARE;
        });
        linhaDeComando.setParameterExceptionHandler((erro, argumentos) -> {
            var opcao = opcaoSemNumero(erro);
            if (opcao != null) {
                System.err.printf(
                        "ERRO: %s pede um número inteiro: ./start.sh %s %d (veja --help).%n",
                        opcao, opcao, opcao.startsWith("--porta") ? 10092 : 3);
                return ExitCode.USAGE;
            }
            var sobra = erro instanceof UnmatchedArgumentException naoEntendido
                    ? naoEntendido.getUnmatched()
                    : List.of(argumentos);
            System.err.printf("ERRO: não entendi \"%s\" (veja --help).%n", String.join(" ", sobra));
            return ExitCode.USAGE;
        });
        System.exit(linhaDeComando.execute(args));
    }

    /** A mensagem de um erro de arquivo é só o caminho. */
    static String mensagem(Exception erro) {
        if (erro instanceof AccessDeniedException) {
            return "não posso usar %s: permissão negada. Veja de quem é: ls -ld '%s'"
                    .formatted(erro.getMessage(), erro.getMessage());
        }
        if (erro instanceof NoSuchFileException) {
            return "não há %s, ou a pasta em que ficaria".formatted(erro.getMessage());
        }
        if (erro instanceof FileSystemException emArquivo) {
            return "não consigo usar %s: %s".formatted(emArquivo.getFile(), emArquivo.getReason());
        }
        if (erro instanceof IOException) {
            return "%s: %s".formatted(erro.getClass().getSimpleName(), erro.getMessage());
        }
        return String.valueOf(erro.getMessage());
    }

    private static @Nullable String opcaoSemNumero(CommandLine.ParameterException erro) {
        return erro.getArgSpec() instanceof OptionSpec opcao && opcao.type() == int.class ? opcao.longestName() : null;
    }
}
