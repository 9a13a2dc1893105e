package br.kafkanapratica.etapa;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Para a {@code readiness}: pronta quando os listeners rodam, entraram no grupo, e nada os impede de trabalhar; se não, {@code
 * motivo} diz por quê.
 */
final class SaudeDasEtapas implements HealthIndicator {

    private final List<Etapa<?, ?>> etapas;

    SaudeDasEtapas(List<Etapa<?, ?>> etapas) {
        this.etapas = etapas;
    }

    @Override
    public Health health() {
        var motivo = junta(etapas.stream()
                .flatMap(etapa -> etapa.impedimento().map(texto -> comRotulo(etapa, texto)).stream()));
        var saude = motivo.isEmpty() ? Health.up() : Health.outOfService().withDetail("motivo", motivo);
        var avisos = etapas.stream().flatMap(etapa -> etapa.avisos().stream()).toList();
        if (!avisos.isEmpty()) {
            saude.withDetail("avisos", avisos);
        }
        return saude.withDetail("particoes", junta(etapas.stream().map(etapa -> comRotulo(etapa, etapa.particoes()))))
                .build();
    }

    private String comRotulo(Etapa<?, ?> etapa, String texto) {
        return etapas.size() == 1 ? texto : "[%s] %s".formatted(etapa.rotulo(), texto);
    }

    private static String junta(Stream<String> textos) {
        return textos.collect(Collectors.joining(" | "));
    }
}
