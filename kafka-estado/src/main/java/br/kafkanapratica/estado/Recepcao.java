package br.kafkanapratica.estado;

import br.kafkanapratica.estado.copia.Blocos;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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
    private final ExecutorService ajudantes;
    private final Semaphore lugares = new Semaphore(FILA);
    private final AtomicReference<@Nullable Throwable> falha = new AtomicReference<>();

    Recepcao(Copiavel destino) {
        this.destino = destino;
        int nucleos = Math.min(MAIS_NAO_AJUDAM, Runtime.getRuntime().availableProcessors());
        this.ajudantes = Executors.newFixedThreadPool(Math.max(1, nucleos - 1), Daemon.com("recebe-a-copia"));
    }

    /** @throws RuntimeException ou {@link Error}, o que o destino lançou por este bloco ou por um anterior */
    @Override
    public void bloco(byte[] bytes, int tamanho) {
        if (lugares.tryAcquire()) {
            var copia = Arrays.copyOf(bytes, tamanho); // quem chama volta a usar o array
            ajudantes.execute(() -> {
                recebe(copia, tamanho);
                lugares.release();
            });
        } else {
            recebe(bytes, tamanho);
        }
        lancaAFalha();
    }

    private void recebe(byte[] bloco, int tamanho) {
        try {
            destino.recebe(bloco, tamanho);
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
    void termina() {
        lugares.acquireUninterruptibly(FILA);
        lancaAFalha();
    }

    @Override
    public void close() {
        ajudantes.shutdownNow();
    }
}
