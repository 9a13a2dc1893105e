package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Descobre onde acaba um trecho que não se lê, sem fazer esperar quem lê o resto. */
final class Sondagem implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sondagem.class);
    private static final Duration ESPERA = Duration.ofSeconds(5);

    private final Consumidores consumidores;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Daemon.com("sondagem"));

    Sondagem(Consumidores consumidores) {
        this.consumidores = consumidores;
    }

    /** O primeiro offset que se lê depois do trecho; completa com exceção se não se soube. */
    CompletableFuture<Long> fim(TrechoIlegivel trecho) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (var consumidor = consumidores.abre(Consumidores.Modo.SONDAGEM, 1)) {
                        return trecho.proximoLegivel(consumidor, ESPERA);
                    } catch (Throwable e) { // quem perguntou tenta de novo mais tarde
                        log.debug("Onde acaba {}?", trecho, e);
                        throw e;
                    }
                },
                thread);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
