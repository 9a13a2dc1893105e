package br.kafkanapratica.etapa;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** O que uma etapa decidiu sobre um registro, ainda por entregar. Imutável, se o resultado o é. */
public final class Feito<S> {

    private final ConsumerRecord<byte[], byte[]> registro;
    private final S resultado;
    private final byte @Nullable [] valor;
    private final Rastro rastro;

    Feito(ConsumerRecord<byte[], byte[]> registro, S resultado, byte @Nullable [] valor, Rastro rastro) {
        this.registro = registro;
        this.resultado = resultado;
        this.valor = valor;
        this.rastro = rastro;
    }

    /** De onde veio. */
    public ConsumerRecord<byte[], byte[]> registro() {
        return registro;
    }

    /** O que a {@link Regra} devolveu, o mesmo objeto; nunca nulo: de um resultado nulo não há {@code Feito}. */
    public S resultado() {
        return resultado;
    }

    /** O mesmo em todas as etapas: 32 dígitos hexadecimais. */
    public String traceId() {
        return rastro.id();
    }

    /** O que dele se escreve; nulo se é um tombstone, ou se a etapa não escreve. */
    byte @Nullable [] valor() {
        return valor;
    }

    /** Do que se escreve, em bytes sem comprimir. */
    int tamanho() {
        var chave = registro.key();
        return (chave == null ? 0 : chave.length) + (valor == null ? 0 : valor.length);
    }

    Rastro rastro() {
        return rastro;
    }
}
