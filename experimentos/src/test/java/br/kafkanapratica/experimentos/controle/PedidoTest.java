package br.kafkanapratica.experimentos.controle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PedidoTest {

    @ParameterizedTest
    @EnumSource(Verbo.class)
    void cadaPedidoVaiEVoltaNumaLinha(Verbo verbo) throws PedidoInvalido {
        var pedido =
                new Pedido(verbo, verbo.argumentos().stream().map(nome -> "x-1").toList());
        assertThat(pedido.linha()).doesNotContain("\n").hasSizeLessThan(Pedido.MAIOR_LINHA);
        assertThat(Pedido.daLinha(pedido.linha())).isEqualTo(pedido);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pagamento\nmatar broker",
                "pagamento\r",
                "../pagamento",
                "pagamento service",
                "",
                "pagamento;ls",
                "pagamento\u0000",
                "pagamento\u2028",
                "$(id)"
            })
    void umNomeQueSeriaOutraCoisaNemChegaAoLaboratorio(String nome) {
        assertThatThrownBy(() -> Pedido.de(List.of("matar", nome)))
                .isInstanceOf(PedidoInvalido.class)
                .hasMessageContaining("não é um nome que se aceite")
                .message()
                .doesNotContain("\n", "\r", "\u0000");
    }

    @Test
    void oQueNaoEUmPedidoEDitoComOQueSeria() {
        assertThatThrownBy(() -> Pedido.daLinha(""))
                .hasMessageStartingWith("Falta dizer o que fazer: processos, matar, ");
        assertThatThrownBy(() -> Pedido.daLinha("explodir pagamento"))
                .hasMessageContaining("Não sei fazer \"explodir\"")
                .hasMessageContaining("matar");
        assertThatThrownBy(() -> Pedido.daLinha("matar")).hasMessage("É assim: ./lab.sh matar PROGRAMA");
        assertThatThrownBy(() -> Pedido.daLinha("lento estoque")).hasMessage("É assim: ./lab.sh lento PROGRAMA TEMPO");
        assertThatThrownBy(() -> Pedido.daLinha("processos x")).hasMessage("É assim: ./lab.sh processos");
    }
}
