package br.kafkanapratica.testes;

import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Os sinais do sistema, como o {@code kill} os manda. */
public final class Sinal {

    private Sinal() {}

    /**
     * O mesmo programa, que ouve o Ctrl-C ainda que quem roda os testes o ignore: um shell sem terminal manda ignorar o SIGINT, e
     * os filhos herdam isso.
     */
    public static Programa comCtrlC(Programa programa) {
        if (!System.getProperty("os.name").startsWith("Linux")) {
            return programa; // o env de lá não sabe fazê-lo
        }
        var comando = new ArrayList<>(List.of("env", "--default-signal=INT"));
        comando.addAll(programa.comando());
        return new Programa(programa.nome(), comando, programa.ambiente(), programa.pasta());
    }

    /** @param nome sem o {@code SIG}: {@code INT}, {@code TERM} */
    public static void envia(String nome, Processo processo) {
        try {
            int codigo = new ProcessBuilder(
                            "kill",
                            "-" + nome,
                            Long.toString(processo.identidade().pid()))
                    .start()
                    .waitFor();
            if (codigo != 0) {
                throw new IllegalStateException("kill -%s de %s: código %d".formatted(nome, processo.nome(), codigo));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
