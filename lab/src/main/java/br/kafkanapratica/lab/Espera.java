package br.kafkanapratica.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A espera por um programa que está subindo. Não tem prazo: demora não é falha. Diz por quem espera, há quanto tempo e o que ele
 * disse por último; só acaba em erro se um dos programas terminar.
 */
final class Espera {

    static final Duration PASSO = Duration.ofMillis(200);
    private static final int MAXIMO_DA_LINHA = 160;

    private final Processo processo;
    private final Supplier<Stream<Processo>> todos;
    private final Console console;
    private final Path logs;
    private final long comecou = System.nanoTime();
    private long avisou = comecou;

    Espera(Processo processo, Supplier<Stream<Processo>> todos, Console console, Path logs) {
        this.processo = processo;
        this.todos = todos;
        this.console = console;
        this.logs = logs;
    }

    /** @throws IllegalStateException se este ou outro programa terminar antes, com o porquê */
    void ate(BooleanSupplier pronto) {
        while (!pronto.getAsBoolean()) {
            todos.get().filter(this::terminouMal).findFirst().ifPresent(morto -> {
                throw new IllegalStateException("%s terminou ao iniciar: %s (tudo o que disse: %s)"
                        .formatted(morto.nome(), morto.motivoDoFim(), logs.resolve(morto.nome() + ".log")));
            });
            avisa();
            try {
                TimeUnit.MILLISECONDS.sleep(PASSO.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** De tempos em tempos, uma linha. */
    void avisa() {
        long agora = System.nanoTime();
        if (agora - avisou < Prazos.ENTRE_AVISOS.toNanos()) {
            return;
        }
        avisou = agora;
        console.diz("Espero por %s há %d s%s."
                .formatted(processo.nome(), TimeUnit.NANOSECONDS.toSeconds(agora - comecou), ultimaLinha()));
    }

    private String ultimaLinha() {
        var linhas = processo.linhas();
        if (linhas.isEmpty()) {
            return "; ele ainda não disse nada";
        }
        var ultima = linhas.get(linhas.size() - 1).strip();
        return "; o que ele disse por último: "
                + (ultima.length() > MAXIMO_DA_LINHA ? ultima.substring(0, MAXIMO_DA_LINHA) + "…" : ultima);
    }

    /** O create-topics termina sozinho, e de como terminou cuida quem o iniciou. */
    private boolean terminouMal(Processo outro) {
        return !outro.vivo() && !outro.nome().equals("create-topics");
    }
}
