package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.HashMap;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Grava outra vez, logo depois do início e de hora em hora, os offsets do grupo como estão. No protocolo novo a validade deles ({@code
 * offsets.retention.minutes}) conta do commit, e não de quando o grupo ficou vazio: sem isto, a partição em que há muito nada chega
 * perderia o seu num reinício qualquer, e se leria do início.
 *
 * <p>De uma thread, a do consumidor.
 */
final class Renovacao {

    static final Duration PERIODO = Duration.ofHours(1);

    /** Do início à primeira: quem reinicia mais que uma vez por hora nunca chegaria a ela. */
    static final Duration PRIMEIRA = Duration.ofMinutes(1);

    private static final Duration ESPERA = Duration.ofSeconds(1);

    private final Consumer<?, ?> consumidor;
    private final LongSupplier nanos;
    private long proxima;

    Renovacao(Consumer<?, ?> consumidor, LongSupplier nanos) {
        this.consumidor = consumidor;
        this.nanos = nanos;
        this.proxima = nanos.getAsLong() + PRIMEIRA.toNanos();
    }

    /** Chamada fora de qualquer transação desta thread. */
    void confere() {
        long agora = nanos.getAsLong();
        if (agora - proxima < 0) {
            return;
        }
        proxima = agora + PERIODO.toNanos();
        try {
            renova();
        } catch (WakeupException | InterruptException e) {
            throw e; // o container parando
        } catch (KafkaException e) {
            // o broker não respondeu, ou a partição já é de outro: na próxima hora, que ainda é cedo
        }
    }

    /** O offset gravado, e não a posição: assim nada se dá por feito, e com uma transação por decidir o broker não o diz. */
    private void renova() {
        var gravados = new HashMap<>(consumidor.committed(consumidor.assignment(), ESPERA));
        gravados.values().removeIf(Objects::isNull);
        if (!gravados.isEmpty()) {
            consumidor.commitSync(gravados, ESPERA);
        }
    }
}
