package br.kafkanapratica.estado;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/**
 * Avisos que não inundam o log: um novo sai na hora; o mesmo, de novo, só se entretanto passou, e não logo a seguir. Quem quer saber se
 * ainda é assim tem a saúde. Uma thread.
 */
final class AvisosSemEco {

    private static final Duration ENTRE_REPETICOES = Duration.ofSeconds(10);

    private final Logger log;
    private final Clock clock;
    private String ultimo = "";
    private boolean passou;
    private Instant repeteEm = Instant.EPOCH;

    AvisosSemEco(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void avisa(String motivo) {
        if (!motivo.equals(ultimo) || passou && jaSePodeRepetir()) {
            log.warn("{}", motivo);
            ultimo = motivo;
            passou = false;
            repeteEm = clock.instant().plus(ENTRE_REPETICOES);
        }
    }

    private boolean jaSePodeRepetir() {
        var agora = clock.instant();
        boolean acertaramORelogio = agora.isBefore(repeteEm.minus(ENTRE_REPETICOES)); // para trás
        return !agora.isBefore(repeteEm) || acertaramORelogio;
    }

    /** O motivo passou: se voltar, é novidade. */
    void passou() {
        passou = true;
    }
}
