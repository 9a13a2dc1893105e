package br.kafkanapratica.notificacao;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Parte de {@code readiness}: os avisos estão saindo. */
@Component("avisos")
class SaudeDoCorreio implements HealthIndicator {

    private final Correio correio;

    SaudeDoCorreio(Correio correio) {
        this.correio = correio;
    }

    @Override
    public Health health() {
        return correio.problema()
                .map(motivo ->
                        Health.outOfService().withDetail("motivo", motivo).build())
                .orElseGet(() -> Health.up().build());
    }
}
