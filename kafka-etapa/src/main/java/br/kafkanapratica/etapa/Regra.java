package br.kafkanapratica.etapa;

import org.jspecify.annotations.Nullable;

/**
 * A decisão sobre um registro. Pode ser chamada mais de uma vez pelo mesmo: o que ela muda fora do Kafka, nada o desfaz. Chamada de
 * uma thread por partição.
 */
@FunctionalInterface
public interface Regra<E, S> {

    /**
     * Nulo se este registro não dá resultado nenhum.
     *
     * @throws RegistroInvalido se ele nunca poderá ser processado
     * @throws Exception se agora não deu: tenta-se de novo e, se insiste, o registro vai à DLT
     */
    @Nullable
    S decide(E entrada) throws Exception;
}
