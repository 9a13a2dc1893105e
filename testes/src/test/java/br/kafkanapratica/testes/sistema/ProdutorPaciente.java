package br.kafkanapratica.testes.sistema;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** O produtor de quem envia enquanto tudo falha: pergunta de novo a cada cinco segundos, e só desiste depois de dois minutos. */
final class ProdutorPaciente {

    private ProdutorPaciente() {}

    static KafkaProducer<byte[], byte[]> novo(String servidores) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", servidores,
                        "acks", "all",
                        "request.timeout.ms", 5000,
                        "max.block.ms", 120_000,
                        "delivery.timeout.ms", 120_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
