package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Interrupcao;
import br.kafkanapratica.terminal.Plural;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Muitos saldos em sequência, sem esperar por cada um; conta só os que o broker confirmou. No Ctrl-C para de enviar, e o que já
 * saiu ainda é contado. Para uma só thread.
 */
final class EnvioEmMassa implements AutoCloseable {

    private static final int ENTRE_OLHADAS_MS = 100;

    private final ProdutorDeSaldos produtor;
    private final Interrupcao ctrlC = Interrupcao.ouve(() -> this.interrompido = true, this::pendentes, this::contas);
    private final AtomicLong confirmadas = new AtomicLong();
    private final AtomicLong naoConfirmadas = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> falha = new AtomicReference<>();
    private volatile long enviadas;
    private volatile boolean interrompido;

    EnvioEmMassa(ProdutorDeSaldos produtor) {
        this.produtor = produtor;
    }

    /** Espera só se o buffer estiver cheio. */
    void envia(String clienteId, BigDecimal saldo) {
        enviadas = enviadas + 1;
        // Na thread de rede do Kafka, onde uma exceção se perderia: só contas.
        produtor.envia(clienteId, saldo).whenComplete((onde, erro) -> {
            if (erro == null) {
                confirmadas.incrementAndGet();
            } else {
                falha.compareAndSet(null, erro);
                naoConfirmadas.incrementAndGet();
            }
        });
    }

    /** Até a primeira falha (insistir com os outros só atrasaria a notícia), ou o Ctrl-C. */
    boolean continua() {
        return falha.get() == null && !interrompido;
    }

    boolean interrompido() {
        return interrompido;
    }

    /**
     * Volta quando cada um tiver sido confirmado ou tiver falhado.
     *
     * @param andamento ouve, enquanto isso, quantos foram confirmados
     */
    void espera(LongConsumer andamento) throws InterruptedException {
        while (pendentes()) {
            andamento.accept(confirmadas.get());
            Thread.sleep(ENTRE_OLHADAS_MS);
        }
        andamento.accept(confirmadas.get());
    }

    private boolean pendentes() {
        return confirmadas.get() + naoConfirmadas.get() < enviadas;
    }

    /** A primeira falha, se houve. */
    @Nullable
    Throwable falha() {
        return falha.get();
    }

    long confirmadas() {
        return confirmadas.get();
    }

    /** Enviadas, mas ou o Kafka as recusou ou não se sabe. */
    long naoConfirmadas() {
        return enviadas - confirmadas.get();
    }

    private String contas() {
        return Plural.de(confirmadas(), "mensagem confirmada", "mensagens confirmadas") + "; "
                + Plural.de(naoConfirmadas(), "enviada de que não se sabe", "enviadas de que não se sabe") + ".";
    }

    @Override
    public void close() {
        ctrlC.close();
    }
}
