package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ContainerProperties;

class CuidadoTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Cuidado cuidado = new Cuidado(nanos::get);
    private final ContainerProperties container = new ContainerProperties("novos_pedidos");

    @Test
    void umRegistroPorVezAteBastar() {
        cuidado.liga();
        cuidado.aplica(container);
        assertThat(container.getKafkaConsumerProperties()).containsEntry("max.poll.records", "1");
        passa(29);
        assertThat(cuidado.basta()).isFalse();
        passa(1);
        assertThat(cuidado.basta()).isTrue();

        cuidado.desliga();
        cuidado.aplica(container);
        assertThat(container.getKafkaConsumerProperties()).doesNotContainKey("max.poll.records");
    }

    private void passa(int segundos) {
        nanos.addAndGet(Duration.ofSeconds(segundos).toNanos());
    }
}
