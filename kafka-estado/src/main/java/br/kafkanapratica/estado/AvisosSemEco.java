package br.kafkanapratica.estado;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/**
 * Avisos que não inundam o log: um novo sai na hora; o mesmo, de novo, só se entretanto passou, e não logo a seguir. Quem quer saber se
 * ainda é assim tem a saúde. Uma thread.
 */
final class AvisosSemEco {

    private static final Duration ENTRE_REPETICOES = Duration.ofSeconds(10);

    private final Logger log;
    private final Relogio relogio;
    private String ultimo = "";
    private boolean passou;
    private BooleanSupplier jaSePodeRepetir = () -> true;

    AvisosSemEco(Logger log, Relogio relogio) {
        this.log = log;
        this.relogio = relogio;
    }

    void avisa(String motivo) {
        if (!motivo.equals(ultimo) || passou && jaSePodeRepetir.getAsBoolean()) {
            log.warn("{}", motivo);
            ultimo = motivo;
            passou = false;
            jaSePodeRepetir = relogio.passados(ENTRE_REPETICOES);
        }
    }

    /** O motivo passou: se voltar, é novidade. */
    void passou() {
        passou = true;
    }
}
