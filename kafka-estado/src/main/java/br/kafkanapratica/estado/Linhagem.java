package br.kafkanapratica.estado;

import br.kafkanapratica.estado.Consumidores.Modo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Se o log ainda é o que já se leu: o broker diz onde acaba cada época, e uma que acaba antes perdeu registros que outros ocuparam (uma
 * eleição suja, um disco que voltou atrás). É a validação de posição do próprio consumidor.
 */
final class Linhagem {

    private static final Duration PRAZO = Duration.ofSeconds(10);

    private final Consumidores consumidores;

    Linhagem(Consumidores consumidores) {
        this.consumidores = consumidores;
    }

    /** @return {@code false} se alguma época não chega, ou não se conhece, até aquele offset */
    boolean confere(Map<TopicPartition, Long> ate, Map<Integer, Integer> epocas) {
        var consumidor = consumidores.abre(Modo.UM_A_UM, ate.size());
        try {
            consumidor.assign(ate.keySet());
            consumidor.endOffsets(
                    ate.keySet(), PRAZO); // sem saber quem é o líder, ele daria a posição por boa sem perguntar
            ate.forEach((particao, offset) -> consumidor.seek(
                    particao,
                    new OffsetAndMetadata(offset, Optional.ofNullable(epocas.get(particao.partition())), "")));
            for (var particao : ate.keySet()) {
                consumidor.position(particao, PRAZO);
            }
            return true;
        } catch (LogTruncationException e) {
            return false;
        } finally {
            consumidor.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
