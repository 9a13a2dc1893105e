package br.kafkanapratica.estoque;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** A regra do estoque. Há sempre o bastante; conferir é que leva tempo. */
final class Estoque {

    private final Duration tempoProcessamento;
    private final Clock relogio;

    Estoque(Duration tempoProcessamento, Clock relogio) {
        this.tempoProcessamento = tempoProcessamento;
        this.relogio = relogio;
    }

    PedidoAprovado aprova(NovoPedido pedido) throws InterruptedException {
        if (!tempoProcessamento.isZero()) {
            Thread.sleep(tempoProcessamento.toMillis());
        }
        return new PedidoAprovado(
                pedido.idPedido(),
                pedido.cliente(),
                pedido.produto(),
                pedido.quantidade(),
                ISO_OFFSET_DATE_TIME.format(OffsetDateTime.now(relogio).truncatedTo(ChronoUnit.MILLIS)));
    }
}
