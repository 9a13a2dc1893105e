package br.kafkanapratica.etapa;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * O efeito das decisões fora do Kafka. Chamada na thread do consumidor; de várias, se a etapa tem várias. Um lote que volta se entrega
 * de novo: cabe a ela reconhecer o que se repete.
 */
@FunctionalInterface
public interface Entrega<S> {

    /**
     * As decisões de um lote.
     *
     * @param membro quem esta instância é no grupo, sabido antes de tratar o lote
     * @param inicios onde o lote começa em cada partição, que é onde o grupo está
     * @param feitos pelo menos um: do que só falhou, ou não deu resultado, não há o que entregar
     */
    record Lote<S>(
            ConsumerGroupMetadata membro, Map<TopicPartition, OffsetAndMetadata> inicios, List<Feito<S>> feitos) {}

    /**
     * O último ato antes de se escrever a transação que dá o lote por feito. Só volta quando tudo está feito. O que ela lança faz o lote
     * voltar inteiro, cada vez mais devagar, sem limite de tentativas e sem DLT: o que nunca se vai conseguir entregar, a {@link Regra} recusa.
     */
    void entrega(Lote<S> lote);

    /** Antes do primeiro lote destas partições, que acabam de chegar a esta instância: outra pode ter entregado delas. */
    default void recebe(Collection<TopicPartition> particoes) {}
}
