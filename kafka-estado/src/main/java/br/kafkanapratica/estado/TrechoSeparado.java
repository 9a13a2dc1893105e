package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Um trecho que não se leu: a partição dele espera, e as outras seguem. Tenta-se de novo com pausas cada vez maiores. Uma thread. */
final class TrechoSeparado {

    private static final Duration PRIMEIRA_PAUSA = Duration.ofSeconds(5);
    private static final Duration MAIOR_PAUSA = Duration.ofMinutes(1);

    final TrechoIlegivel trecho;
    final Instant desde;
    private final Relogio relogio;
    private CompletableFuture<Long> fim;
    private Duration pausa = PRIMEIRA_PAUSA;
    private BooleanSupplier acabouAPausa;
    private boolean tentando;
    private boolean fimDito;

    TrechoSeparado(TrechoIlegivel trecho, Relogio relogio, CompletableFuture<Long> fim) {
        this.trecho = trecho;
        this.desde = relogio.agora();
        this.relogio = relogio;
        this.fim = fim;
        this.acabouAPausa = relogio.passados(pausa);
    }

    /** A partição fica de fora da leitura até a próxima tentativa. */
    boolean espera() {
        return !tentando;
    }

    boolean eHora() {
        return !tentando && acabouAPausa.getAsBoolean();
    }

    void tenta() {
        tentando = true;
    }

    void falhouDeNovo() {
        tentando = false;
        pausa = pausa.multipliedBy(2).compareTo(MAIOR_PAUSA) < 0 ? pausa.multipliedBy(2) : MAIOR_PAUSA;
        acabouAPausa = relogio.passados(pausa);
    }

    boolean fimDesconhecido() {
        return fim.isCompletedExceptionally();
    }

    void procura(CompletableFuture<Long> outroFim) {
        fim = outroFim;
    }

    /** O último offset do trecho; vazio enquanto não se sabe. */
    OptionalLong ultimo() {
        return fim.isDone() && !fim.isCompletedExceptionally()
                ? OptionalLong.of(Math.max(trecho.offset(), fim.join() - 1))
                : OptionalLong.empty();
    }

    /** {@code true} uma vez só, quando se passa a saber onde o trecho acaba. */
    boolean acabaDeSaberOFim() {
        boolean novidade = !fimDito && ultimo().isPresent();
        fimDito |= novidade;
        return novidade;
    }

    Impedimento impedimento(Motivo motivo) {
        return new Impedimento(
                trecho.particao().partition(), trecho.offset(), motivo.trechoIlegivel(trecho, ultimo()), desde);
    }
}
