package br.kafkanapratica.pagamento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PagamentoTest {

    private static final Clock RELOGIO = Clock.fixed(Instant.parse("2025-10-14T15:20:00.123Z"), ZoneOffset.UTC);
    private static final RandomGenerator ACASO = new Random(7);
    private static final String APROVADO_EM = "2025-10-14T12:19:58-03:00";
    private static final PedidoAprovado PEDIDO = new PedidoAprovado("a1", "cliente_1", "Produto-1", 2, APROVADO_EM);

    @Test
    void concluiComTudoOQueVeioEAHora() throws InterruptedException {
        assertThat(new Pagamento(Duration.ZERO, 0, ACASO, RELOGIO).cobra(PEDIDO))
                .isEqualTo(new PedidoConcluido(
                        "a1", "cliente_1", "Produto-1", 2, APROVADO_EM, "2025-10-14T15:20:00.123Z"));
    }

    @Test
    void falhaNaFracaoPedida() throws InterruptedException {
        var pagamento = new Pagamento(Duration.ZERO, 0.25, ACASO, RELOGIO);
        int falhas = 0;
        for (int i = 0; i < 1_000; i++) {
            try {
                pagamento.cobra(PEDIDO);
            } catch (OperadoraForaDoAr e) {
                falhas++;
            }
        }
        assertThat(falhas).isBetween(200, 300);
    }

    @Test
    void comFalhasEm1NuncaPassa() {
        assertThatThrownBy(() -> new Pagamento(Duration.ZERO, 1, ACASO, RELOGIO).cobra(PEDIDO))
                .isInstanceOf(OperadoraForaDoAr.class)
                .hasMessage("a operadora do cartão não respondeu");
    }
}
