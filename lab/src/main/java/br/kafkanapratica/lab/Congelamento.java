package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** SIGSTOP e SIGCONT, que o Java não manda: o {@code kill} do shell os manda a processos do mesmo usuário, sem ser root. */
final class Congelamento {

    private static final int PRAZO_DO_KILL = 10;
    private static final long PRAZO_DO_EFEITO_MS = 2000;
    private static final long PASSO_MS = 5;

    private Congelamento() {}

    static void congela(ProcessHandle processo) {
        manda("STOP", processo);
        espera(processo, true);
    }

    static void descongela(ProcessHandle processo) {
        manda("CONT", processo);
        espera(processo, false);
    }

    /** Se está congelado; vazio onde o sistema não o diz (fora do Linux), ou se ele já não existe. */
    static Optional<Boolean> congelado(ProcessHandle processo) {
        return estado(processo).map(estado -> estado == 'T');
    }

    /** Já terminou, e o pai, que num contêiner pode ser qualquer um, não o recolheu: o Java ainda o diz vivo. */
    static boolean zumbi(ProcessHandle processo) {
        return estado(processo).filter(estado -> estado == 'Z').isPresent();
    }

    private static Optional<Character> estado(ProcessHandle processo) {
        try {
            var linha = Files.readString(Path.of("/proc", Long.toString(processo.pid()), "stat"));
            // O nome do programa, entre parênteses, pode ter qualquer coisa; o estado vem logo depois.
            return Optional.of(linha.charAt(linha.lastIndexOf(')') + 2));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** O sinal só vale quando cada thread do outro o nota: quem diz "pausado" antes disso mente. */
    private static void espera(ProcessHandle processo, boolean comoFica) {
        try {
            for (long ms = 0;
                    ms < PRAZO_DO_EFEITO_MS && congelado(processo).orElse(comoFica) != comoFica;
                    ms += PASSO_MS) {
                TimeUnit.MILLISECONDS.sleep(PASSO_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void manda(String sinal, ProcessHandle processo) {
        if (!processo.isAlive()) { // o handle sabe quando o processo começou: outro com o mesmo PID não é ele
            return;
        }
        try {
            var kill = new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(sinal, processo.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(PRAZO_DO_KILL, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
            if (kill.isAlive() || (kill.exitValue() != 0 && processo.isAlive())) {
                throw new IllegalStateException(
                        "o sistema não deixou mandar SIG%s ao processo %d.".formatted(sinal, processo.pid()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("não consegui executar sh", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
