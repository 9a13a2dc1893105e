package br.kafkanapratica.dashboard.livro;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Os registros que não se entenderam: defeito deste programa, dito uma vez por partição, e não um motivo para parar. Uma thread. */
final class Estranhos {

    private static final Logger log = LoggerFactory.getLogger(Estranhos.class);

    private final Map<String, String> porParticao = new TreeMap<>();

    void anota(ConsumerRecord<?, ?> registro, RuntimeException causa) {
        anota(new TopicPartition(registro.topic(), registro.partition()), registro.offset(), causa);
    }

    void anota(TopicPartition particao, long offset, RuntimeException causa) {
        var frase =
                "não entendi o registro %d de %s (%s), e ele ficou fora da conta".formatted(offset, particao, causa);
        if (porParticao.putIfAbsent(particao.toString(), frase) == null) {
            log.error("{}; os seguintes desta partição não se dizem", frase, causa);
        }
    }

    void esquece() {
        porParticao.clear();
    }

    List<String> frases() {
        return List.copyOf(porParticao.values());
    }
}
