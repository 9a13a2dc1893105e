package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.FalhaNoKafka;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Muitos saldos em sequência, sem esperar por cada um; conta só os que o broker confirmou. */
final class EnvioEmMassa {

    private final Produtor produtor;
    private final LongConsumer aoConfirmar;
    private final AtomicLong confirmadas = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> falha = new AtomicReference<>();

    EnvioEmMassa(Produtor produtor, LongConsumer aoConfirmar) {
        this.produtor = produtor;
        this.aoConfirmar = aoConfirmar;
    }

    /** Espera só se o buffer estiver cheio. */
    void envia(String clienteId, BigDecimal saldo) {
        produtor.envia(clienteId, saldo).whenComplete((resultado, erro) -> {
            if (erro == null) {
                aoConfirmar.accept(confirmadas.incrementAndGet());
            } else {
                falha.compareAndSet(null, erro);
            }
        });
    }

    /** Se algum já falhou: insistir com os outros só atrasaria a notícia. */
    boolean falhou() {
        return falha.get() != null;
    }

    /** Volta quando cada um tiver sido confirmado ou tiver falhado. */
    void espera() {
        produtor.esperaConfirmacoes();
    }

    /** A primeira falha, se houve. */
    @Nullable
    FalhaNoKafka falha() {
        var causa = falha.get();
        return causa == null ? null : produtor.falha(causa);
    }

    long confirmadas() {
        return confirmadas.get();
    }
}
