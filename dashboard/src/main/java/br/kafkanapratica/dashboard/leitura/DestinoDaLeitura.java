package br.kafkanapratica.dashboard.leitura;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Aonde vai o que se lê, e o que a leitura precisa saber para ler. Pode ser usado de várias threads. */
public interface DestinoDaLeitura {

    /** Esquece os pedidos: o log será lido desde o começo desta fotografia. */
    void recomeca(Fotografia primeira);

    /** Na ordem do log, dentro de cada partição. Nenhum registro, por estranho que seja, impede os seguintes. */
    void recebe(Iterable<ConsumerRecord<byte[], byte[]>> registros);

    /** Tudo o que está antes destas posições já foi recebido. */
    void leuAte(Map<TopicPartition, Long> posicoes, Collection<TrechoIlegivel> ilegiveis);

    @Nullable
    Fotografia ultima();

    /** O que já se contou não serve: os offsets de um grupo voltaram atrás. */
    boolean recomecar();

    /** Falta ler o que a fotografia já viu, e o Kafka responde. */
    boolean atrasado();

    /** As partições de que já há na memória bastante que espera pela próxima fotografia. */
    Set<TopicPartition> adiantadas();

    /** Por onde a leitura pode passar, porque quem lê a fila já passou: o offset de que seguir. */
    Map<TopicPartition, Long> porPular();
}
