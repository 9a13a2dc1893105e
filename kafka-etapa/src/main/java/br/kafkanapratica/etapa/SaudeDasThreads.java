package br.kafkanapratica.etapa;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Parte de {@code liveness}: o que só um reinício resolve. */
final class SaudeDasThreads implements HealthIndicator {

    private final Vigia vigia;

    SaudeDasThreads(Vigia vigia) {
        this.vigia = vigia;
    }

    @Override
    public Health health() {
        return vigia.morte()
                .map(motivo -> Health.down().withDetail("motivo", motivo).build())
                .orElseGet(() -> Health.up().build());
    }
}
