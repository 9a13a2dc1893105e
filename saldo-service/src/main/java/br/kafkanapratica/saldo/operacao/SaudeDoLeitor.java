package br.kafkanapratica.saldo.operacao;

import br.kafkanapratica.saldo.leitor.LeitorDeContas;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Parte de {@code liveness}: o leitor se refaz de tudo o que falha; se nem voltas dá, só um reinício resolve. */
@Component("leitor")
class SaudeDoLeitor implements HealthIndicator {

    private final LeitorDeContas leitor;

    SaudeDoLeitor(LeitorDeContas leitor) {
        this.leitor = leitor;
    }

    @Override
    public Health health() {
        return leitor.semVida()
                .map(motivo -> Health.down().withDetail("motivo", motivo).build())
                .orElseGet(() -> Health.up().build());
    }
}
