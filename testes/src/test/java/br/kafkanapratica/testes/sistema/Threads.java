package br.kafkanapratica.testes.sistema;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** O fim das threads de um teste. */
final class Threads {

    private Threads() {}

    /**
     * Espera que cada tarefa em curso acabe.
     *
     * @throws IllegalStateException se em três minutos não acabaram
     */
    static void acaba(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(3, TimeUnit.MINUTES)) {
                throw new IllegalStateException("uma tarefa não acaba");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param tarefa já acabada; nulo se nem começou
     * @throws IllegalStateException se acabou num erro: ninguém mais o diria
     */
    static void semErro(@Nullable Future<?> tarefa) {
        try {
            if (tarefa != null) {
                tarefa.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
