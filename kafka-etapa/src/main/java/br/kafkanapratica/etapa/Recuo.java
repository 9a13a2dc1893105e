package br.kafkanapratica.etapa;

import java.time.Duration;

/** Quanto esperar antes de tentar de novo: de meio segundo, dobrando, até 15 s. Pode ser usado de várias threads. */
final class Recuo {

    private static final Duration PRIMEIRA = Duration.ofMillis(500);
    private static final Duration MAIOR = Duration.ofSeconds(15);

    private int falhas;

    synchronized Duration proxima() {
        long espera = PRIMEIRA.toMillis() << Math.min(falhas, 10);
        falhas++;
        return Duration.ofMillis(Math.min(espera, MAIOR.toMillis()));
    }

    synchronized void zera() {
        falhas = 0;
    }
}
