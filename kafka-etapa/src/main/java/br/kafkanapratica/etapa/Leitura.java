package br.kafkanapratica.etapa;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** De um registro ao que a regra recebe. Chamada de várias threads. */
@FunctionalInterface
public interface Leitura<E> {

    /** @throws RegistroInvalido se ele nunca poderá ser processado: vai à DLT com essa causa, sem nenhuma tentativa a mais */
    E le(ConsumerRecord<byte[], byte[]> registro) throws RegistroInvalido;

    /** O valor é um objeto JSON em UTF-8 estrito, com todos os campos do tipo; campos a mais são ignorados. */
    static <E> LeituraJson<E> json(Class<E> tipo) {
        return new LeituraJson<>(tipo);
    }
}
