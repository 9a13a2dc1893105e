package br.kafkanapratica.estoque;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EstoqueTest {

    private static final Clock RELOGIO = Clock.fixed(Instant.parse("2025-10-14T15:20:00Z"), ZoneOffset.ofHours(-3));
    private static final NovoPedido PEDIDO = new NovoPedido("a1", "cliente_1", "Produto-1", 2);

    @Test
    void aprovaComOsCamposDoPedidoEAHoraComSegundosEOffset() throws InterruptedException {
        assertThat(new Estoque(Duration.ZERO, RELOGIO).aprova(PEDIDO))
                .isEqualTo(new PedidoAprovado("a1", "cliente_1", "Produto-1", 2, "2025-10-14T12:20:00-03:00"));
    }

    @Test
    void levaOTempoConfigurado() throws InterruptedException {
        long inicio = System.nanoTime();
        new Estoque(Duration.ofMillis(50), RELOGIO).aprova(PEDIDO);
        assertThat(Duration.ofNanos(System.nanoTime() - inicio)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
}
