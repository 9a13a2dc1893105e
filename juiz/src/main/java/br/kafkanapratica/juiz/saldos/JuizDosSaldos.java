package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Veredito;
import java.time.Duration;

/** Julga a história dos saldos. Imutável. */
public final class JuizDosSaldos {

    private final Duration paciencia;

    /** @param paciencia quanto pode passar, sem falha, sem que nada do que espera ande */
    public JuizDosSaldos(Duration paciencia) {
        this.paciencia = paciencia;
    }

    public Veredito julga(HistoriaDosSaldos historia) {
        throw new UnsupportedOperationException("ainda por escrever");
    }
}
