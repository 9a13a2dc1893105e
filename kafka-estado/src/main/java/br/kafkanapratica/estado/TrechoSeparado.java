package br.kafkanapratica.estado;

import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Um trecho que não se leu: a partição dele espera, e as outras seguem. Tenta-se de novo com pausas cada vez maiores. Uma thread. */
final class TrechoSeparado {

    private static final Duration PRIMEIRA_PAUSA = Duration.ofSeconds(5);
    private static final Duration MAIOR_PAUSA = Duration.ofMinutes(1);

    final TrechoIlegivel trecho;
    final Instant desde;
    private CompletableFuture<Long> fim;
    private Duration pausa = PRIMEIRA_PAUSA;
    private Instant tentaEm;
    private boolean tentando;
    private boolean fimDito;

    TrechoSeparado(TrechoIlegivel trecho, Instant agora, CompletableFuture<Long> fim) {
        this.trecho = trecho;
        this.desde = agora;
        this.fim = fim;
        this.tentaEm = agora.plus(pausa);
    }

    /** A partição fica de fora da leitura até a próxima tentativa. */
    boolean espera() {
        return !tentando;
    }

    boolean eHora(Instant agora) {
        boolean acertaramORelogio =
                agora.isBefore(tentaEm.minus(pausa)); // para trás: não se espera o dia chegar de novo
        return !tentando && (!agora.isBefore(tentaEm) || acertaramORelogio);
    }

    void tenta() {
        tentando = true;
    }

    void falhouDeNovo(Instant agora) {
        tentando = false;
        pausa = pausa.multipliedBy(2).compareTo(MAIOR_PAUSA) < 0 ? pausa.multipliedBy(2) : MAIOR_PAUSA;
        tentaEm = agora.plus(pausa);
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
