package br.kafkanapratica.estado;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * As horas, que se dizem, e que alguém pode acertar; e o tempo que passa, pelo qual se espera. Para várias threads.
 *
 * @param nanos como {@link System#nanoTime()}: só anda para a frente
 */
record Relogio(Clock horas, LongSupplier nanos) {

    static Relogio doSistema() {
        return new Relogio(Clock.systemUTC(), System::nanoTime);
    }

    Instant agora() {
        return horas.instant();
    }

    /** Se este tanto já passou, contado de agora. */
    BooleanSupplier passados(Duration tanto) {
        long fim = nanos.getAsLong() + tanto.toNanos();
        return () -> nanos.getAsLong() - fim >= 0;
    }
}
