package br.kafkanapratica.dashboard.vida;

import br.kafkanapratica.leitura.SinalDeVida;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** A saúde das threads do programa: quem dá voltas põe aqui o seu {@link SinalDeVida}. Pode ser usado de várias threads. */
@Component("threads")
public class Vida implements HealthIndicator {

    private final List<SinalDeVida> sinais;

    public Vida(ObjectProvider<SinalDeVida> sinais) {
        this.sinais = sinais.stream().toList();
    }

    public List<String> problemas() {
        return sinais.stream()
                .map(SinalDeVida::problema)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Health health() {
        var problemas = problemas();
        return problemas.isEmpty()
                ? Health.up().build()
                : Health.down()
                        .withDetail("motivo", String.join("; ", problemas))
                        .build();
    }
}
