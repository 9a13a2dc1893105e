package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.juiz.Veredito;
import java.time.Duration;

/** Julga a história dos pedidos. Imutável. */
public final class JuizDosPedidos {

    private final Duration paciencia;

    /** @param paciencia quanto pode passar, sem falha, sem que nada do que espera ande */
    public JuizDosPedidos(Duration paciencia) {
        this.paciencia = paciencia;
    }

    public Veredito julga(HistoriaDosPedidos historia) {
        throw new UnsupportedOperationException("ainda por escrever");
    }
}
