package br.kafkanapratica.comum;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Parte de {@code readiness}: pronta quando os listeners rodam, entraram no grupo, e o Kafka e os tópicos estão lá. */
final class SaudeDoListener implements HealthIndicator {

    private final KafkaListenerEndpointRegistry listeners;
    private final Vigia vigia;
    private final Particoes particoes;

    SaudeDoListener(KafkaListenerEndpointRegistry listeners, Vigia vigia, Particoes particoes) {
        this.listeners = listeners;
        this.vigia = vigia;
        this.particoes = particoes;
    }

    @Override
    public Health health() {
        var problema = vigia.problema();
        boolean rodando = listeners.getListenerContainers().stream().allMatch(MessageListenerContainer::isRunning);
        var saude = problema == null && rodando && particoes.noGrupo() ? Health.up() : Health.outOfService();
        if (problema != null) {
            saude.withDetail("motivo", problema);
        }
        return saude.withDetail("particoes", particoes.descricao()).build();
    }
}
