package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Inicia o listener, e recomeça, do último offset gravado e cada vez mais devagar, o que parou, seja qual for a razão. Pode ser
 * usada de várias threads.
 */
final class Retomada {

    private static final Logger log = LoggerFactory.getLogger(Retomada.class);
    private static final Duration COM_PRESOS = Duration.ofSeconds(5);

    private final String rotulo;
    private final MessageListenerContainer listener;
    private final Recuo recuo;
    private final Cuidado cuidado;
    private final Escrita escrita;
    private final Impedimentos impedimentos;
    private final Diagnostico diagnostico;
    private final Runnable trocaProdutores;
    private @Nullable ScheduledExecutorService agenda;
    private @Nullable ScheduledFuture<?> marcada;
    private volatile boolean produtoresVelhos;

    /** @param trocaProdutores faz com que os próximos sejam novos */
    Retomada(
            String rotulo,
            MessageListenerContainer listener,
            Recuo recuo,
            Cuidado cuidado,
            Escrita escrita,
            Impedimentos impedimentos,
            Diagnostico diagnostico,
            Runnable trocaProdutores) {
        this.rotulo = rotulo;
        this.listener = listener;
        this.recuo = recuo;
        this.cuidado = cuidado;
        this.escrita = escrita;
        this.impedimentos = impedimentos;
        this.diagnostico = diagnostico;
        this.trocaProdutores = trocaProdutores;
    }

    synchronized void liga(ScheduledExecutorService nova) {
        agenda = nova;
    }

    /** Daqui em diante, ninguém reinicia o listener. */
    synchronized void desliga() {
        agenda = null;
        if (marcada != null) { // o executor que acaba não a cancela, e uma por fazer não deixaria marcar outra
            marcada.cancel(false);
            marcada = null;
        }
    }

    /** Devolve se iniciou. */
    boolean inicia() {
        try {
            // O que não conseguiu fazer o consumidor diz que roda, e não iniciaria outra vez.
            if (listener.isRunning()) {
                listener.stop();
            }
            iniciaOListener();
        } catch (Throwable e) {
            impedimentos.poe(
                    Assunto.LEITURA,
                    "não consegui iniciar, tento de novo: " + diagnostico.daLeitura(Diagnostico.raiz(e)));
            return false;
        }
        impedimentos.tira(Assunto.LEITURA, "");
        return true;
    }

    /** O listener parou. Chamada na thread do consumidor dele. */
    void parou(Reason motivo) {
        if (motivo == Reason.NORMAL) {
            return;
        }
        if (motivo == Reason.FENCED) {
            escrita.cercada();
        }
        if (motivo == Reason.ERROR) { // fora do poll(): a causa, o Spring não a passa adiante
            cuidado.liga();
            if (!impedimentos.tem(Assunto.LEITURA)) {
                impedimentos.poe(
                        Assunto.LEITURA, "a thread do listener caiu por um erro da JVM; recomeço um registro por vez");
            }
        }
        marca();
    }

    /** Um recomeço, se não há um marcado. */
    synchronized void marca() {
        if (marcada != null && !marcada.isDone()) {
            return;
        }
        var espera = recuo.proxima();
        if (escrita.pendencias().temPresos() && espera.compareTo(COM_PRESOS) < 0) {
            espera = COM_PRESOS; // o que passa nas outras partições zera o recuo, e isto não pode ser um laço
        }
        if (espera.compareTo(Duration.ofSeconds(1)) < 0) { // as seguintes são a mesma história
            log.info("[{}] Recomeço do último offset gravado: o que não foi confirmado será refeito.", rotulo);
        }
        agenda(espera);
    }

    /** O que esperava por ter falhado sem o Kafka, com ele de volta não espera mais. */
    synchronized void apressa() {
        recuo.zera();
        if (marcada != null && marcada.getDelay(TimeUnit.MILLISECONDS) > 0 && marcada.cancel(false)) {
            agenda(Duration.ZERO);
        }
    }

    /** Recomeça já, com consumidor e produtores novos. */
    void refaz() {
        produtoresVelhos = true;
        para();
    }

    /** O consumidor para e, como não foi a pedido de ninguém, recomeça. */
    void para() {
        listener.stopAbnormally(() -> {});
    }

    private void recomeca() {
        try {
            acabaOAnterior();
            iniciaOListener();
        } catch (Throwable e) { // o executor engoliria o erro, e ninguém mais recomeçaria
            if (e instanceof Error) {
                cuidado.liga();
            }
            impedimentos.poe(
                    Assunto.LEITURA,
                    "não consegui recomeçar, tento de novo: " + diagnostico.daLeitura(Diagnostico.raiz(e)));
            marca();
        }
    }

    /** O que parar daqui em diante, ainda que no meio do início, pede outro recomeço: quase sempre é do listener novo. */
    private void acabaOAnterior() {
        try {
            if (listener.isRunning()) { // quando é cercado, só o consumidor dele para
                listener.stop();
            }
            if (produtoresVelhos) {
                produtoresVelhos = false;
                trocaProdutores.run();
            }
        } finally {
            synchronized (this) {
                marcada = null;
            }
        }
    }

    /** Quem desliga enquanto ele inicia manda-o parar antes de ele rodar: ninguém mais o pararia. */
    private void iniciaOListener() {
        cuidado.aplica(listener.getContainerProperties());
        try {
            listener.start();
        } finally {
            if (desligada()) {
                listener.stop();
            }
        }
    }

    private synchronized boolean desligada() {
        return agenda == null;
    }

    private synchronized void agenda(Duration espera) {
        if (agenda != null) {
            marcada = agenda.schedule(this::recomeca, espera.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
