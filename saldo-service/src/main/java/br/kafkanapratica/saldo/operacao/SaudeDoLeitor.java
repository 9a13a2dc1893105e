package br.kafkanapratica.saldo.operacao;

import br.kafkanapratica.saldo.leitor.LeitorDeContas;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Parte de {@code liveness}: sem leitor, só um reinício resolve. */
@Component("leitor")
class SaudeDoLeitor implements HealthIndicator {

    private final LeitorDeContas leitor;

    SaudeDoLeitor(LeitorDeContas leitor) {
        this.leitor = leitor;
    }

    @Override
    public Health health() {
        return leitor.vivo()
                ? Health.up().build()
                : Health.down()
                        .withDetail("motivo", "a thread que lê o tópico morreu ou parou")
                        .build();
    }
}
