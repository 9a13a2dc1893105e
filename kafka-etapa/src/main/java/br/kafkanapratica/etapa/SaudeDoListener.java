package br.kafkanapratica.etapa;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Parte de {@code readiness}: pronta quando os listeners rodam, entraram no grupo, e nada os impede de trabalhar; se não, {@code
 * motivo} diz por quê.
 */
final class SaudeDoListener implements HealthIndicator {

    private final KafkaListenerEndpointRegistry listeners;
    private final Vigia vigia;
    private final Particoes particoes;
    private final Impedimentos impedimentos;

    SaudeDoListener(
            KafkaListenerEndpointRegistry listeners, Vigia vigia, Particoes particoes, Impedimentos impedimentos) {
        this.listeners = listeners;
        this.vigia = vigia;
        this.particoes = particoes;
        this.impedimentos = impedimentos;
    }

    @Override
    public Health health() {
        var motivo = impedimentos.motivo();
        if (motivo == null
                && !listeners.getListenerContainers().stream().allMatch(MessageListenerContainer::isRunning)) {
            motivo = "o listener está recomeçando";
        }
        if (motivo == null && !particoes.noGrupo()) {
            motivo = "ainda não entrei no grupo";
        }
        var saude = motivo == null ? Health.up() : Health.outOfService().withDetail("motivo", motivo);
        var avisos = vigia.avisos();
        if (!avisos.isEmpty()) {
            saude.withDetail("avisos", avisos);
        }
        return saude.withDetail("particoes", particoes.descricao()).build();
    }
}
