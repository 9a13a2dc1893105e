package br.kafkanapratica.etapa;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Para a {@code liveness}: o que só um reinício resolve. */
final class VidaDasEtapas implements HealthIndicator {

    private final List<Etapa<?, ?>> etapas;

    VidaDasEtapas(List<Etapa<?, ?>> etapas) {
        this.etapas = etapas;
    }

    @Override
    public Health health() {
        return etapas.stream()
                .flatMap(etapa -> etapa.morte().stream())
                .findFirst()
                .map(motivo -> Health.down().withDetail("motivo", motivo).build())
                .orElseGet(() -> Health.up().build());
    }
}
