package br.kafkanapratica.leitura;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * O que uma thread que trabalha em voltas mostra aos outros: que deu uma há pouco, ou por que não. Quem vigia a saúde pergunta por
 * {@link #problema()}; o que a última volta lançou vale até que outra dê certo. Pode ser usado de várias threads.
 */
public final class SinalDeVida {

    private static final Logger log = LoggerFactory.getLogger(SinalDeVida.class);

    private final String nome;
    private final Duration silencio;
    private final LongSupplier nanos;
    private volatile long ultima;
    private volatile @Nullable String falha;

    /**
     * @param nome da thread, para quem lê a mensagem
     * @param silencio quanto tempo sem uma volta já é um problema
     */
    public SinalDeVida(String nome, Duration silencio) {
        this(nome, silencio, System::nanoTime); // o relógio do computador pode saltar; este, não
    }

    SinalDeVida(String nome, Duration silencio, LongSupplier nanos) {
        this.nome = nome;
        this.silencio = silencio;
        this.nanos = nanos;
        this.ultima = nanos.getAsLong();
    }

    /** Uma volta deu certo. */
    public void bate() {
        ultima = nanos.getAsLong();
        if (falha != null) {
            falha = null;
            log.info("{} voltou a funcionar.", nome);
        }
    }

    /** Uma volta não deu certo, ou a thread acabou. A mesma causa se diz uma vez. */
    public void falhou(Throwable causa) {
        var agora = String.valueOf(causa);
        if (!agora.equals(falha)) {
            log.error("{} falhou: {}", nome, agora);
            log.debug("{} falhou", nome, causa);
        }
        falha = agora;
    }

    /** A tarefa que se pode repetir num {@code ScheduledExecutorService}: o que ela lança é dito e não cancela as seguintes. */
    public Runnable protege(Runnable tarefa) {
        return () -> {
            try {
                tarefa.run();
                bate();
            } catch (Throwable e) { // até OutOfMemoryError: o executor a engoliria, e não haveria próxima
                diz(e);
            }
        };
    }

    private void diz(Throwable causa) {
        try {
            falhou(causa);
        } catch (Throwable outra) { // nem memória para o dizer: a volta seguinte dirá
            Thread.yield();
        }
    }

    /** Nada, se a última volta deu certo e foi há pouco. */
    public Optional<String> problema() {
        var causa = falha;
        if (causa != null) {
            return Optional.of("%s falhou: %s".formatted(nome, causa));
        }
        var parada = Duration.ofNanos(nanos.getAsLong() - ultima);
        return parada.compareTo(silencio) <= 0
                ? Optional.empty()
                : Optional.of("%s não dá sinal de vida há %d s".formatted(nome, parada.toSeconds()));
    }
}
