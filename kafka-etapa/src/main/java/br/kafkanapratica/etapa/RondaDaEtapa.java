package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * O que se olha de tempos em tempos: inicia o listener quando as {@link Condicoes} deixam, e depois o acompanha. Nenhuma falha acaba com
 * a ronda, e se acabasse a liveness o diria.
 */
final class RondaDaEtapa {

    private static final Duration INTERVALO = Duration.ofSeconds(2);
    private static final Duration ENTRE_SONDAS = Duration.ofSeconds(3);
    private static final Duration SILENCIO_DA_RONDA = Duration.ofMinutes(2);
    private static final Duration SILENCIO_DA_SONDA = Duration.ofHours(6); // um trecho longo se sonda offset a offset

    private final Condicoes condicoes;
    private final Retomada retomada;
    private final Acompanhamento acompanhamento;
    private final Particoes particoes;
    private final SondaDeTrecho sonda;
    private final SinalDeVida sinalDaRonda;
    private final SinalDeVida sinalDaSonda;
    private @Nullable ScheduledExecutorService executor;
    private volatile boolean iniciada;

    RondaDaEtapa(
            Condicoes condicoes,
            Retomada retomada,
            Acompanhamento acompanhamento,
            Particoes particoes,
            SondaDeTrecho sonda) {
        this(
                condicoes,
                retomada,
                acompanhamento,
                particoes,
                sonda,
                new SinalDeVida("a ronda da etapa", SILENCIO_DA_RONDA),
                new SinalDeVida("a sonda de trechos ilegíveis", SILENCIO_DA_SONDA));
    }

    RondaDaEtapa(
            Condicoes condicoes,
            Retomada retomada,
            Acompanhamento acompanhamento,
            Particoes particoes,
            SondaDeTrecho sonda,
            SinalDeVida sinalDaRonda,
            SinalDeVida sinalDaSonda) {
        this.condicoes = condicoes;
        this.retomada = retomada;
        this.acompanhamento = acompanhamento;
        this.particoes = particoes;
        this.sonda = sonda;
        this.sinalDaRonda = sinalDaRonda;
        this.sinalDaSonda = sinalDaSonda;
    }

    synchronized void comeca() {
        if (executor != null) {
            return;
        }
        // Não são daemon: num programa sem servidor web, são elas que o mantêm vivo enquanto espera pelo Kafka.
        var novo = Executors.newScheduledThreadPool(2, tarefa -> new Thread(tarefa, "ronda-da-etapa"));
        retomada.liga(novo);
        iniciada = false;
        sinalDaRonda.bate(); // o silêncio de antes é de quem não rodava
        sinalDaSonda.bate();
        novo.scheduleWithFixedDelay(sinalDaRonda.protege(this::olha), 0, INTERVALO.toMillis(), TimeUnit.MILLISECONDS);
        novo.scheduleWithFixedDelay(
                sinalDaSonda.protege(this::sonda), 1, ENTRE_SONDAS.toMillis(), TimeUnit.MILLISECONDS);
        executor = novo;
    }

    synchronized void acaba() {
        retomada.desliga();
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    synchronized boolean anda() {
        return executor != null;
    }

    /** O que só um reinício resolve. Quem não roda, por estar desligada ou parada, não dá sinal nem o deve. */
    Optional<String> morte() {
        return sinais().or(acompanhamento::morte);
    }

    private Optional<String> sinais() {
        return anda() ? sinalDaRonda.problema().or(sinalDaSonda::problema) : Optional.empty();
    }

    void olha() {
        try {
            if (condicoes.deixam(particoes.noGrupo(), iniciada) && !iniciada && retomada.inicia()) {
                iniciada = true;
                acompanhamento.comeca();
            }
            if (iniciada) {
                acompanhamento.olha();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sonda() {
        if (iniciada && sonda.olha()) {
            retomada.para();
        }
    }
}
