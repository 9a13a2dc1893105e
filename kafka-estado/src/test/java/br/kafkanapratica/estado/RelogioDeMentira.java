package br.kafkanapratica.estado;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Anda quando o teste manda. */
final class RelogioDeMentira extends Clock {

    private volatile Instant agora = Instant.parse("2025-10-14T15:20:57Z");

    void passa(Duration quanto) {
        agora = agora.plus(quanto);
    }

    @Override
    public Instant instant() {
        return agora;
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
