package br.kafkanapratica.etapa;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Onde está um registro.
 *
 * @param quando o timestamp dele: num tópico recriado, outro pode ter o mesmo offset
 */
record Lugar(TopicPartition particao, long offset, long quando) {

    static Lugar de(ConsumerRecord<?, ?> registro) {
        return new Lugar(
                new TopicPartition(registro.topic(), registro.partition()), registro.offset(), registro.timestamp());
    }
}
