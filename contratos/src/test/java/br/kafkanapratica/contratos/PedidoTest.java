package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PedidoTest {

    @Test
    void oPedidoDoContratoNaoTemProblema() {
        assertThat(new NovoPedido("a1", "cliente_1", "Produto-1", 1).problema(bytes("a1")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', cliente_1, Produto-1, 1, '', id_pedido está em branco",
        "a1, '  ', Produto-1, 1, a1, cliente está em branco",
        "a1, cliente_1, ' ', 1, a1, produto está em branco",
        "a1, cliente_1, Produto-1, 0, a1, 'quantidade é 0, e tem de ser pelo menos 1'",
        "a1, cliente_1, Produto-1, -3, a1, 'quantidade é -3, e tem de ser pelo menos 1'",
        "a1, cliente_1, Produto-1, 1, b2, a chave não é igual ao id_pedido",
    })
    void cadaProblemaTemASuaCausa(
            String id, String cliente, String produto, long quantidade, String chave, String causa) {
        assertThat(new NovoPedido(id, cliente, produto, quantidade).problema(bytes(chave)))
                .contains(causa);
    }

    @Test
    void semChaveTambemNaoServe() {
        assertThat(new NovoPedido("a1", "cliente_1", "Produto-1", 1).problema(null))
                .contains("a chave não é igual ao id_pedido");
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }
}
