package br.kafkanapratica.notificacao;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Um aviso pronto para sair.
 *
 * @param registro o pedido concluído de que ele fala
 */
record Aviso(ConsumerRecord<?, ?> registro, String texto, String traceId) {

    TopicPartition particao() {
        return new TopicPartition(registro.topic(), registro.partition());
    }

    String linha(boolean reenvio) {
        return texto + (reenvio ? " (reenvio) [" : " [") + traceId + "]";
    }
}
