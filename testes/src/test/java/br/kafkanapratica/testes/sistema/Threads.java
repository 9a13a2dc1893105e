package br.kafkanapratica.testes.sistema;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

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
}
