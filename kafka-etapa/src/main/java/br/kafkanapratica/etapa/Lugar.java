package br.kafkanapratica.etapa;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Onde está um registro. */
record Lugar(TopicPartition particao, long offset) {

    static Lugar de(ConsumerRecord<?, ?> registro) {
        return new Lugar(new TopicPartition(registro.topic(), registro.partition()), registro.offset());
    }
}
