package br.kafkanapratica.leitura;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;

/**
 * De que partição é o lote com o cabeçalho danificado onde o CRC não chega (o byte da versão), se é o primeiro que o broker entregou: o
 * Kafka lança {@link CorruptRecordException} sem dizer qual é, e a cada {@code poll()} outra vez, porque o lote não sai da frente dos
 * outros.
 */
final class LoteSemNome {

    private static final Duration ESPERA = Duration.ofMillis(200);

    private LoteSemNome() {}

    /**
     * O consumidor descarta o que buscou de uma posição que já não é a da partição. Tiram-se as posições do lugar, uma por uma, até
     * ele deixar de lançar: a última é a do lote. As posições voltam, e nada se lê enquanto isso.
     */
    static Optional<TopicPartition> particao(Consumer<?, ?> consumidor) {
        var todas = List.copyOf(consumidor.assignment());
        if (todas.size() == 1) {
            return Optional.of(todas.get(0));
        }
        var pausadas = new HashSet<>(consumidor.paused());
        var posicoes = new HashMap<TopicPartition, Long>();
        try {
            consumidor.pause(todas);
            for (var particao : todas) {
                if (!consumidor.assignment().contains(particao)) { // num grupo, o poll() a pode dar a outro
                    continue;
                }
                long posicao = consumidor.position(particao);
                posicoes.put(particao, posicao);
                consumidor.seek(particao, posicao + 1);
                if (!lanca(consumidor)) {
                    return Optional.of(particao).filter(consumidor.assignment()::contains);
                }
            }
            return Optional.empty();
        } finally {
            devolve(consumidor, todas, posicoes, pausadas);
        }
    }

    private static boolean lanca(Consumer<?, ?> consumidor) {
        try {
            if (!consumidor.poll(ESPERA).isEmpty()) { // quem chama recomeça, e nada se perde
                throw new IllegalStateException("vieram registros de uma partição que acaba de chegar");
            }
            return false;
        } catch (CorruptRecordException e) {
            return true;
        }
    }

    private static void devolve(
            Consumer<?, ?> consumidor,
            List<TopicPartition> todas,
            Map<TopicPartition, Long> posicoes,
            HashSet<TopicPartition> pausadas) {
        var atuais = new HashSet<>(consumidor.assignment());
        atuais.retainAll(todas); // das que acabam de chegar, quem as recebeu sabe se pausadas
        posicoes.keySet().retainAll(atuais);
        posicoes.forEach(consumidor::seek);
        atuais.removeAll(pausadas);
        consumidor.resume(atuais);
    }
}
