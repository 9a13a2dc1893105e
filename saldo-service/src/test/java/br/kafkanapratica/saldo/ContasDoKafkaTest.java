package br.kafkanapratica.saldo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class ContasDoKafkaTest {

    private final Map<String, Object> pedida = new HashMap<>();

    /** O endereço dos consumidores é outro ({@code spring.kafka.consumer.bootstrap-servers}), e vale o de todos: uma lista. */
    @Test
    void oEnderecoDeTodosChegaComoSeEscreve() {
        var fabrica =
                new DefaultKafkaConsumerFactory<byte[], byte[]>(Map.of("bootstrap.servers", List.of("outro:9092"))) {
                    @Override
                    protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> configuracao) {
                        pedida.putAll(configuracao);
                        return new MockConsumer<>("none");
                    }
                };
        ContasDoKafka.consumidor(
                        fabrica,
                        Map.of(
                                "bootstrap.servers",
                                List.of("um:9092", "dois:9092"),
                                "key.deserializer",
                                ByteArrayDeserializer.class,
                                "client.id",
                                "saldo-service-contas-1"))
                .close();
        assertThat(pedida)
                .containsEntry("bootstrap.servers", "um:9092,dois:9092")
                .containsEntry("key.deserializer", ByteArrayDeserializer.class.getName());
    }
}
