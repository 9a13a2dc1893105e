package br.kafkanapratica.estado;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** O que se vê do tópico, olhado de tempos em tempos. Uma thread. */
final class Observacoes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Observacoes.class);

    /** Um broker que acaba de subir pode ainda não conhecer o tópico: só a repetição prova a ausência. */
    private static final int AUSENCIAS_QUE_PROVAM = 3;

    /** Bem mais do que o prazo de cada pedido: quem não responde nem que não conseguiu deixou de funcionar. */
    private static final Duration PRAZO = Duration.ofSeconds(30);

    /** Seguidas sem contato, a partir das quais vale recomeçar com outra conexão. */
    private static final int FALHAS_QUE_CANSAM = 10;

    private final Supplier<Observador> observadores;
    private final Duration intervalo;
    private final LongSupplier nanos;
    private @Nullable Observador observador;
    private @Nullable CompletableFuture<Observacao> pendente;
    private long ultima;
    private int ausencias;
    private int falhas;

    Observacoes(Supplier<Observador> observadores, Duration intervalo) {
        this(observadores, intervalo, System::nanoTime);
    }

    Observacoes(Supplier<Observador> observadores, Duration intervalo, LongSupplier nanos) {
        this.observadores = observadores;
        this.intervalo = intervalo;
        this.nanos = nanos;
        this.ultima = nanos.getAsLong();
    }

    /** Olha e espera a resposta. */
    Observacao agora() throws InterruptedException {
        try {
            pendente = null;
            return anota(observa().get(PRAZO.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return anota(ObservadorDoKafka.erro(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return anota(semResposta());
        }
    }

    /** O que se viu desde a última vez, se há algo; não espera. */
    Optional<Observacao> novidade() {
        if (pendente == null) {
            if (nanos.getAsLong() - ultima < intervalo.toNanos()) {
                return Optional.empty();
            }
            ultima = nanos.getAsLong();
            pendente = observa();
        }
        if (!pendente.isDone() && nanos.getAsLong() - ultima < PRAZO.toNanos()) {
            return Optional.empty();
        }
        var observacao = anota(
                pendente.isDone()
                        ? pendente.exceptionally(ObservadorDoKafka::erro).join()
                        : semResposta());
        pendente = null;
        ultima = nanos.getAsLong();
        ausencias = observacao instanceof Observacao.Ausente ? ausencias + 1 : 0;
        return Optional.of(observacao)
                .filter(vista -> !(vista instanceof Observacao.Ausente) || ausencias >= AUSENCIAS_QUE_PROVAM);
    }

    private CompletableFuture<Observacao> observa() {
        if (observador == null) {
            observador = observadores.get();
        }
        return observador.observa();
    }

    private static Observacao semResposta() {
        return new Observacao.SemContato("nenhuma resposta em %d s".formatted(PRAZO.toSeconds()));
    }

    /** Quem olha também pode ter parado de funcionar: depois de muitas falhas, troca-se. */
    private Observacao anota(Observacao observacao) {
        boolean falha = observacao instanceof Observacao.SemContato
                || observacao instanceof Observacao.Recusa
                || observacao instanceof Observacao.SemPermissao;
        falhas = falha ? falhas + 1 : 0;
        if (falhas >= FALHAS_QUE_CANSAM) {
            falhas = 0;
            troca();
        }
        return observacao;
    }

    /** O novo antes de fechar o antigo: ele pode não se deixar abrir (o nome do broker sem endereço), e o que já se leu continua valendo. */
    private void troca() {
        try {
            var outro = observadores.get();
            close();
            observador = outro;
        } catch (RuntimeException | Error e) {
            log.debug("Fico com a conexão que tenho", e);
        }
    }

    @Override
    public void close() {
        if (observador != null) {
            observador.close();
            observador = null;
        }
    }
}
