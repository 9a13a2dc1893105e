package br.kafkanapratica.estado;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Onde se guarda a cópia local do estado, e de quanto em quanto tempo, se ele mudou ou ela envelheceu. Escreve-se também quando a
 * reconstrução acaba, e ao terminar.
 */
public record AjustesDaCopia(Path pasta, Duration intervalo) {

    public AjustesDaCopia {
        AjustesDoLog.exigeTempo("intervalo", intervalo);
    }

    public static AjustesDaCopia em(Path pasta) {
        return new AjustesDaCopia(pasta, Duration.ofMinutes(5));
    }
}
