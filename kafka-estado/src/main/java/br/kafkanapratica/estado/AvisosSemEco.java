package br.kafkanapratica.estado;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/** AvisosSemEco que não inundam o log: um novo sai na hora; o mesmo, de novo, só depois de um tempo. Uma thread. */
final class AvisosSemEco {

    private static final Duration ENTRE_REPETICOES = Duration.ofSeconds(10);

    private final Logger log;
    private final Clock clock;
    private String ultimo = "";
    private Instant repeteEm = Instant.EPOCH;

    AvisosSemEco(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void avisa(String motivo) {
        var agora = clock.instant();
        boolean acertaramORelogio = agora.isBefore(repeteEm.minus(ENTRE_REPETICOES)); // para trás
        if (!motivo.equals(ultimo) || !agora.isBefore(repeteEm) || acertaramORelogio) {
            log.warn("{}", motivo);
            ultimo = motivo;
            repeteEm = agora.plus(ENTRE_REPETICOES);
        }
    }

    /** O motivo passou: se voltar, é novidade. */
    void passou() {
        ultimo = "";
    }
}
