package br.kafkanapratica.estado;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Anda quando o teste manda. */
final class RelogioDeMentira extends Clock {

    private final AtomicLong nanos = new AtomicLong();
    private final Relogio relogio = new Relogio(this, nanos::get);
    private volatile Instant horas = Instant.parse("2025-10-14T15:20:57Z");

    Relogio relogio() {
        return relogio;
    }

    void passa(Duration quanto) {
        nanos.addAndGet(quanto.toNanos());
        acertam(quanto);
    }

    /** As horas mudam, sem que o tempo passe. */
    void acertam(Duration quanto) {
        horas = horas.plus(quanto);
    }

    @Override
    public Instant instant() {
        return horas;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zona) {
        return this;
    }
}
