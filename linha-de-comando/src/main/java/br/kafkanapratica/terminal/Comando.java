package br.kafkanapratica.terminal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Executa um comando do picocli, com tudo o que a pessoa lê em português. */
public final class Comando {

    private Comando() {}

    /**
     * Devolve o código de saída: o do comando, 1 se ele lançou uma exceção, 2 se os argumentos não servem.
     *
     * @param comando anotado com {@code @Command}, cujo {@code name} é como se chama o programa
     */
    public static int executa(Callable<Integer> comando, String... args) {
        Thread.setDefaultUncaughtExceptionHandler((thread, erro) -> {
            Tela.erro("a thread %s morreu: %s".formatted(thread.getName(), Inesperado.diz(erro)));
            // Noutra thread: se a que morreu é uma das do fim da JVM, ele esperaria por ela para sempre.
            new Thread(() -> System.exit(1)).start();
        });
        try {
            return new CommandLine(comando)
                    .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                    .setUsageHelpWidth(110)
                    .setExpandAtFiles(false) // um cliente pode chamar-se @maria
                    .setParameterExceptionHandler(new ErroDeUso())
                    .setExecutionExceptionHandler((erro, linha, resultado) -> {
                        Tela.erro(erro instanceof Falha ? erro.getMessage() : Inesperado.diz(erro));
                        return ExitCode.SOFTWARE;
                    })
                    .execute(args);
        } catch (Error erro) { // que o picocli deixa passar
            Tela.erro(Inesperado.diz(erro));
            return ExitCode.SOFTWARE;
        }
    }
}
