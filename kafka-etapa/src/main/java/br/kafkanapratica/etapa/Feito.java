package br.kafkanapratica.etapa;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** O que uma etapa decidiu sobre um registro, ainda por entregar. Imutável. */
public final class Feito<S> {

    private final ConsumerRecord<byte[], byte[]> registro;
    private final S resultado;
    private final Rastro rastro;

    Feito(ConsumerRecord<byte[], byte[]> registro, S resultado, Rastro rastro) {
        this.registro = registro;
        this.resultado = resultado;
        this.rastro = rastro;
    }

    /** De onde veio. */
    public ConsumerRecord<byte[], byte[]> registro() {
        return registro;
    }

    public S resultado() {
        return resultado;
    }

    /** O mesmo em todas as etapas: 32 dígitos hexadecimais. */
    public String traceId() {
        return rastro.id();
    }

    Rastro rastro() {
        return rastro;
    }
}
