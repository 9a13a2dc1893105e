package br.kafkanapratica.testes.falhas;

import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.Sinal;
import java.util.concurrent.atomic.AtomicBoolean;

/** Um processo parado com SIGSTOP, sem que nenhuma conexão dele se feche: uma coleta de lixo longa, um laptop que adormece. */
public final class Pausa implements Avaria {

    private final Processo processo;
    private final AtomicBoolean pausado = new AtomicBoolean(true);

    public Pausa(Processo processo) {
        this.processo = processo;
        Sinal.envia("STOP", processo);
    }

    @Override
    public void close() {
        if (pausado.getAndSet(false) && processo.vivo()) {
            Sinal.envia("CONT", processo);
        }
    }
}
