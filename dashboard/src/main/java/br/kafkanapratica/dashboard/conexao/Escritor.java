package br.kafkanapratica.dashboard.conexao;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/** O que a página escreve no Kafka, com acknowledgement. Pode ser usado de várias threads. */
@Component
public class Escritor {

    private final KafkaOperations<byte[], byte[]> kafka;

    Escritor(KafkaOperations<byte[], byte[]> kafka) {
        this.kafka = kafka;
    }

    /**
     * Envia todos e espera as confirmações.
     *
     * @throws KafkaNaoConfirmou se alguma não veio
     */
    public List<RecordMetadata> escreve(List<ProducerRecord<byte[], byte[]>> registros) throws InterruptedException {
        try {
            var envios = registros.stream().map(kafka::send).toList();
            CompletableFuture.allOf(envios.toArray(CompletableFuture[]::new)).get();
            return envios.stream()
                    .map(CompletableFuture::join)
                    .map(SendResult::getRecordMetadata)
                    .toList();
        } catch (ExecutionException | NestedRuntimeException | KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }
}
