package br.kafkanapratica.estado;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Quanto da reconstrução já foi.
 *
 * @param registros os lidos até agora
 * @param offsetsLidos quanto já se andou no log; a compactação deixa buracos, então passa do número de registros
 * @param offsetsTotal quanto há para andar
 * @param impedimentos o que segura alguma partição: enquanto há, ninguém sabe quanto falta
 */
public record Progresso(
        long registros, long offsetsLidos, long offsetsTotal, Duration decorrido, List<Impedimento> impedimentos) {

    public long faltam() {
        return offsetsTotal - offsetsLidos;
    }

    /** De 0 a 100, para baixo: 100 só quando acabou. */
    public int percentual() {
        return offsetsTotal == 0 ? 100 : (int) (offsetsLidos * 100 / offsetsTotal);
    }

    public long registrosPorSegundo() {
        return decorrido.isZero() ? 0 : registros * 1_000_000_000L / decorrido.toNanos();
    }

    /** Quanto ainda deve levar, no ritmo até aqui; vazio enquanto não há ritmo, se algo a impede, ou se é menos de um segundo. */
    public Optional<Duration> estimativa() {
        return offsetsLidos == 0 || !impedimentos.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) ((double) faltam() / offsetsLidos * decorrido.toMillis())))
                        .filter(falta -> falta.toSeconds() > 0); // "cerca de 0 s", dito mais de uma vez, seria falso
    }

    @Override
    public String toString() {
        var resta = impedimentos.isEmpty()
                ? estimativa()
                        .map(falta -> ", faltam cerca de %d s".formatted(falta.toSeconds()))
                        .orElse("")
                : ", à espera da partição " + impedimentos.get(0).particao();
        return "%d lidos, %d a ler (%d%%), %d registros/s%s"
                .formatted(registros, faltam(), percentual(), registrosPorSegundo(), resta);
    }
}
