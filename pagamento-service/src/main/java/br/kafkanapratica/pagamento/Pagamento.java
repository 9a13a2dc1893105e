package br.kafkanapratica.pagamento;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/** A regra do pagamento: todo pedido é pago, quando a operadora responde. */
final class Pagamento {

    private final Duration tempoProcessamento;
    private final double falhas;
    private final RandomGenerator acaso;
    private final Clock relogio;

    Pagamento(Duration tempoProcessamento, double falhas, RandomGenerator acaso, Clock relogio) {
        this.tempoProcessamento = tempoProcessamento;
        this.falhas = falhas;
        this.acaso = acaso;
        this.relogio = relogio;
    }

    /** @throws OperadoraForaDoAr se não deu desta vez */
    PedidoConcluido cobra(PedidoAprovado pedido) throws InterruptedException {
        if (!tempoProcessamento.isZero()) {
            Thread.sleep(tempoProcessamento.toMillis());
        }
        if (acaso.nextDouble() < falhas) {
            throw new OperadoraForaDoAr();
        }
        return new PedidoConcluido(
                pedido.idPedido(),
                pedido.cliente(),
                pedido.produto(),
                pedido.quantidade(),
                pedido.aprovadoEm(),
                ISO_OFFSET_DATE_TIME.format(OffsetDateTime.now(relogio).truncatedTo(ChronoUnit.MILLIS)));
    }
}
