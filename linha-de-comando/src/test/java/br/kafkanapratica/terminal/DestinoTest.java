package br.kafkanapratica.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinoTest {

    /** Com {@code spring.kafka.producer.bootstrap-servers}, o tópico conferido seria o de outro Kafka. */
    @Test
    void oQueSeConfereEDoKafkaEmQueSeEscreve() {
        var destino = new Destino("contas", "a:9092,b:9092");
        assertThat(destino.administracao(Map.of("bootstrap.servers", "localhost:9092", "client.id", "x")))
                .isEqualTo(Map.of("bootstrap.servers", "a:9092,b:9092", "client.id", "x"));
    }
}
