package br.kafkanapratica.etapa;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * As partições que o grupo deu a um consumidor, pelo que ele diz a quem o ouve.
 *
 * <p>No mesmo {@code poll()} em que diz que as perdeu, o consumidor do protocolo novo pode devolver (KAFKA-20321) registros delas que já tinha na
 * memória; e, se entretanto voltou ao grupo, o broker aceita o offset de um membro em dia sem perguntar de quem é a partição. Quem a
 * recebeu faria o mesmo registro: seriam dois resultados, confirmados. Da thread do consumidor.
 */
final class Posse {

    private final Set<TopicPartition> minhas = new HashSet<>();
    private boolean doGrupo; // de quem as escolhe por si, com assign(), ninguém as tira

    /** O que ouve por outro. */
    ConsumerRebalanceListener por(ConsumerRebalanceListener outro) {
        doGrupo = true;
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> novas) {
                minhas.addAll(novas);
                outro.onPartitionsAssigned(novas);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> cedidas) {
                minhas.removeAll(cedidas);
                outro.onPartitionsRevoked(cedidas);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> perdidas) {
                minhas.removeAll(perdidas);
                outro.onPartitionsLost(perdidas);
            }
        };
    }

    /** Só os das que ainda são deste consumidor: os outros, o novo dono lê do último offset gravado. */
    ConsumerRecords<byte[], byte[]> so(ConsumerRecords<byte[], byte[]> registros) {
        if (!doGrupo || minhas.containsAll(registros.partitions())) { // quase sempre
            return registros;
        }
        var ficam = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        registros.partitions().stream()
                .filter(minhas::contains)
                .forEach(particao -> ficam.put(particao, registros.records(particao)));
        var proximos = new HashMap<>(registros.nextOffsets());
        proximos.keySet().retainAll(minhas);
        return new ConsumerRecords<>(ficam, proximos);
    }
}
