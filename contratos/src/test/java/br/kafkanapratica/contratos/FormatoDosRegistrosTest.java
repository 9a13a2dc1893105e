package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Os arquivos em {@code src/test/resources} são o formato que outros programas leem: mudá-los quebra quem depende. */
class FormatoDosRegistrosTest {

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void saldoTemOFormatoDoContrato() throws IOException {
        var saldo = new Saldo("1", new BigDecimal("150.00"), "2025-10-14T15:20:57");

        assertThat(json.writeValueAsString(saldo)).isEqualTo(arquivo("saldo.json"));
        assertThat(json.readValue(arquivo("saldo.json"), Saldo.class)).isEqualTo(saldo);
    }

    private static final String ID = "4f1c0b52-8f0e-4a53-9d1a-0f5f6f1d2a3b";
    private static final String APROVADO_EM = "2025-10-14T15:20:57-03:00";
    private static final String PAGO_EM = "2025-10-14T15:20:58-03:00";

    static Stream<Arguments> pedidos() {
        return Stream.of(
                arguments("novo_pedido.json", new NovoPedido(ID, "cliente_1", "Produto-1", 1)),
                arguments("pedido_aprovado.json", new PedidoAprovado(ID, "cliente_1", "Produto-1", 1, APROVADO_EM)),
                arguments(
                        "pedido_concluido.json",
                        new PedidoConcluido(ID, "cliente_1", "Produto-1", 1, APROVADO_EM, PAGO_EM)));
    }

    @ParameterizedTest
    @MethodSource("pedidos")
    void pedidosTemOFormatoDoContrato(String arquivo, Pedido pedido) throws IOException {
        assertThat(json.writeValueAsString(pedido)).isEqualTo(arquivo(arquivo));
        assertThat((Pedido) json.readValue(arquivo(arquivo), pedido.getClass())).isEqualTo(pedido);
    }

    private static String arquivo(String nome) throws IOException {
        try (var entrada = FormatoDosRegistrosTest.class.getResourceAsStream("/" + nome)) {
            return new String(entrada.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
