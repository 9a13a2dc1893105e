package br.kafkanapratica.etapa;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** De um registro, que ela não pode mudar, ao que a regra recebe. Chamada de várias threads, se a etapa tem várias. */
@FunctionalInterface
public interface Leitura<E> {

    /**
     * Nunca nulo: se é, o registro vai à DLT.
     *
     * @throws RegistroInvalido se ele nunca poderá ser processado: vai à DLT com essa causa, sem nenhuma tentativa a mais. Qualquer
     *     outra exceção é uma falha que se repete, e só depois vai à DLT; também a {@link
     *     org.apache.kafka.common.errors.SerializationException} de um {@code Deserializer}, que tanto pode dizer que os bytes não
     *     prestam como que o schema registry não respondeu: quem sabe que são os bytes a troca por esta
     */
    E le(ConsumerRecord<byte[], byte[]> registro) throws RegistroInvalido;

    /**
     * O valor é um objeto JSON em UTF-8 estrito, com todos os campos do tipo, menos os {@code @Nullable} e os {@link java.util.Optional};
     * campos a mais são ignorados. O Jackson é o da etapa: {@code spring.jackson.*} não vale.
     *
     * @param tipo um record, de records: só do que vai ao construtor se sabe que falta
     * @throws IllegalArgumentException se não é, e um campo que faltasse ficaria nulo
     */
    static <E> LeituraJson<E> json(Class<E> tipo) {
        return new LeituraJson<>(tipo);
    }
}
