package br.kafkanapratica.juiz;

import java.util.Comparator;

/** Onde um registro está. */
public record Lugar(String topico, int particao, long offset) implements Comparable<Lugar> {

    private static final Comparator<Lugar> ORDEM = Comparator.comparing(Lugar::topico)
            .thenComparingInt(Lugar::particao)
            .thenComparingLong(Lugar::offset);

    /** O mesmo lugar para qualquer offset: a partição. */
    public String daParticao() {
        return topico + "-" + particao;
    }

    @Override
    public int compareTo(Lugar outro) {
        return ORDEM.compare(this, outro);
    }

    @Override
    public String toString() {
        return "%s, partição %d, offset %d".formatted(topico, particao, offset);
    }
}
