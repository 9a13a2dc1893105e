package br.kafkanapratica.estado;

import br.kafkanapratica.estado.copia.Blocos;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Os blocos de uma cópia, um pouco de cada vez: quem os escreve descansa {@value #VEZES} vezes o que trabalhou. Uma thread a mais que não
 * parasse disputaria os núcleos com quem responde. Para uma thread.
 */
final class SemPressa implements Blocos {

    static final int VEZES = 3;

    private static final long TRABALHO = Duration.ofMillis(2).toNanos();

    /** Um disco lento, que faz um bloco demorar, já é descanso. */
    private static final long DESCANSO_MAXIMO = Duration.ofMillis(100).toNanos();

    private final Blocos destino;
    private final BooleanSupplier pressa;
    private final LongSupplier relogio;
    private final LongConsumer descansa;
    private long desde;

    /**
     * @param pressa se já não é hora de descansar
     * @param relogio nanossegundos
     * @param descansa pelos nanossegundos dados
     */
    SemPressa(Blocos destino, BooleanSupplier pressa, LongSupplier relogio, LongConsumer descansa) {
        this.destino = destino;
        this.pressa = pressa;
        this.relogio = relogio;
        this.descansa = descansa;
        this.desde = relogio.getAsLong();
    }

    @Override
    public void bloco(byte[] bytes, int tamanho) throws IOException {
        destino.bloco(bytes, tamanho);
        long trabalhou = relogio.getAsLong() - desde;
        if (trabalhou < TRABALHO) {
            return;
        }
        if (!pressa.getAsBoolean()) {
            descansa.accept(Math.min(trabalhou * VEZES, DESCANSO_MAXIMO));
        }
        desde = relogio.getAsLong();
    }
}
