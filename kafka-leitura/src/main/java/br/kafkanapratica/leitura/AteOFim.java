package br.kafkanapratica.leitura;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A leitura de um log que não para de crescer, até onde ele ia num instante. Quem diz que se chegou é {@code position()}, e não o offset
 * do último registro: a compactação e as marcas de transação deixam buracos, também no fim.
 */
public final class AteOFim {

    private static final Duration ESPERA = Duration.ofMillis(200);

    private AteOFim() {}

    /**
     * Entrega tudo o que há da posição de cada partição até o seu fim; o que vier além dele, no mesmo {@code poll()}, também.
     *
     * @param consumidor com as partições atribuídas; da thread de quem chama
     * @param fins o que {@code endOffsets} disse
     * @param segue perguntado antes de cada {@code poll()}: falso desiste
     * @return se chegou ao fim
     */
    public static <K, V> boolean le(
            Consumer<K, V> consumidor,
            Map<TopicPartition, Long> fins,
            BooleanSupplier segue,
            java.util.function.Consumer<ConsumerRecord<K, V>> aQuem) {
        while (fins.entrySet().stream().anyMatch(fim -> consumidor.position(fim.getKey()) < fim.getValue())) {
            if (!segue.getAsBoolean()) {
                return false;
            }
            consumidor.poll(ESPERA).forEach(aQuem);
        }
        return true;
    }
}
