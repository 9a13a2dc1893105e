package br.kafkanapratica.etapa;

import org.jspecify.annotations.Nullable;

/**
 * A decisão sobre um registro. Pode ser chamada mais de uma vez pelo mesmo: o que ela muda fora do Kafka, nada o desfaz. Chamada de
 * uma thread só, ou de {@code etapa.threads}: os registros de uma partição são sempre da mesma, um de cada vez.
 */
@FunctionalInterface
public interface Regra<E, S> {

    /**
     * Nulo se este registro não dá resultado nenhum. O que ela devolve não pode mudar depois.
     *
     * @throws RegistroInvalido se ele nunca poderá ser processado
     * @throws Exception seja qual for, também as do Kafka, se agora não deu: tenta-se de novo e, se insiste, o registro vai à DLT
     */
    @Nullable
    S decide(E entrada) throws Exception;
}
