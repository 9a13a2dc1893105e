package br.kafkanapratica.etapa;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * O que uma etapa decidiu sobre um registro, ainda por entregar.
 *
 * @param registro de onde veio
 */
public record Feito<S>(ConsumerRecord<byte[], byte[]> registro, S resultado, Rastro rastro) {

    /** O mesmo em todas as etapas: 32 dígitos hexadecimais. */
    public String traceId() {
        return rastro.id();
    }
}
