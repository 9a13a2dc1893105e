package br.kafkanapratica.etapa;

import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** De onde vêm os clientes do Kafka de uma etapa, sempre com as {@link Garantias}. Pode ser usada de várias threads. */
interface ClientesDoKafka {

    /** @throws br.kafkanapratica.leitura.AjusteContrario se com eles nenhuma etapa pode cumprir o que promete */
    default void confere() {}

    /** O endereço, como se mostra a quem opera. */
    String servidores();

    /** Quantas threads consomem em cada etapa. */
    int threads();

    /** Se o grupo usa o protocolo novo, que nem todo broker tem. */
    boolean protocoloNovo();

    /** @param instancia distingue esta das outras, no broker e nas ferramentas */
    ConsumerFactory<byte[], byte[]> consumidores(String instancia, UnaryOperator<Consumer<byte[], byte[]>> cuidado);

    /** Transacionais. Quem pede a fábrica a fecha, com {@link ProducerFactory#reset()}. */
    ProducerFactory<byte[], byte[]> produtores(UnaryOperator<Producer<byte[], byte[]>> cuidado);

    Admin admin();
}
