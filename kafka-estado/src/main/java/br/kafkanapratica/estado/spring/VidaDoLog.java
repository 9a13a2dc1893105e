package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.LogSeguido;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Parte de {@code liveness}: a leitura se refaz de tudo o que falha; se nem voltas dá, só um reinício resolve. */
public final class VidaDoLog implements HealthIndicator {

    private final LogSeguido<?> log;

    public VidaDoLog(LogSeguido<?> log) {
        this.log = log;
    }

    @Override
    public Health health() {
        return log.semVida()
                .map(motivo -> Health.down().withDetail("motivo", motivo).build())
                .orElseGet(() -> Health.up().build());
    }
}
