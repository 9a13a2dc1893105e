package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AplicadorTest {

    /** O que falhou vai ser aplicado de novo: uma parte que ainda trabalhasse o faria ao mesmo tempo. */
    @Test
    void esperaTodasAsPartes_aindaQueAPrimeiraFalhe() throws Exception {
        var segunda = new CompletableFuture<Void>();
        var aplicacao = new Aplicador.Aplicacao(
                List.of(CompletableFuture.failedFuture(new IllegalStateException("a primeira")), segunda));
        var erro = new AtomicReference<Throwable>();
        var quemEspera = new Thread(() -> erro.set(catchThrowable(aplicacao::espera)));
        quemEspera.start();

        await().until(() -> quemEspera.getState() == Thread.State.WAITING || !quemEspera.isAlive());
        assertThat(erro.get()).as("a segunda ainda trabalha").isNull();
        segunda.complete(null);
        quemEspera.join();
        assertThat(erro.get()).hasRootCauseMessage("a primeira");
    }
}
