package br.kafkanapratica.estado;

import br.kafkanapratica.estado.copia.Blocos;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Os blocos de uma cópia, recebidos por várias threads enquanto outra os lê e confere; quando elas não dão conta, a que lê também recebe. Com
 * dez milhões de chaves, montar os índices e somar a impressão é quase todo o tempo. Para uma thread.
 */
final class Recepcao implements Blocos, AutoCloseable {

    /** Acima disto quem lê é que não dá conta. */
    private static final int MAIS_NAO_AJUDAM = 4;

    /** Blocos à espera, de uns 16 KB cada um. */
    private static final int FILA = 16;

    private final Copiavel destino;
    private final ThreadPoolExecutor ajudantes;
    private final AtomicReference<@Nullable Throwable> falha = new AtomicReference<>();

    Recepcao(Copiavel destino) {
        this.destino = destino;
        int quantas = Math.max(1, Math.min(MAIS_NAO_AJUDAM, Runtime.getRuntime().availableProcessors()) - 1);
        this.ajudantes = new ThreadPoolExecutor(
                quantas,
                quantas,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(FILA),
                tarefa -> {
                    var thread = new Thread(tarefa, "recebe-a-copia");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** @throws RuntimeException ou {@link Error}, o que o destino lançou por este bloco ou por um anterior */
    @Override
    public void bloco(byte[] bytes, int tamanho) {
        var copia = Arrays.copyOf(bytes, tamanho); // quem chama volta a usar o array
        ajudantes.execute(() -> recebe(copia));
        lancaAFalha();
    }

    private void recebe(byte[] bloco) {
        try {
            destino.recebe(bloco, bloco.length);
        } catch (RuntimeException | Error e) {
            falha.compareAndSet(null, e);
        }
    }

    private void lancaAFalha() {
        if (falha.get() instanceof RuntimeException e) {
            throw e;
        }
        if (falha.get() instanceof Error e) {
            throw e;
        }
    }

    /** Espera o último bloco ser recebido: daí em diante o destino é só desta thread. */
    void termina() throws InterruptedException {
        ajudantes.shutdown();
        if (!ajudantes.awaitTermination(1, TimeUnit.HOURS)) {
            throw new IllegalStateException("os blocos não acabam de ser recebidos");
        }
        lancaAFalha();
    }

    @Override
    public void close() {
        ajudantes.shutdownNow();
    }
}
