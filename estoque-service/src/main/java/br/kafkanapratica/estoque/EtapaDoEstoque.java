package br.kafkanapratica.estoque;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.Pedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Etapas;
import br.kafkanapratica.etapa.Leitura;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code novos_pedidos} → estoque → {@code pedidos_aprovados}. */
@Configuration(proxyBeanMethods = false)
class EtapaDoEstoque {

    @Bean
    Etapa<NovoPedido, PedidoAprovado> estoque(Etapas etapas, EstoqueProperties properties) {
        var estoque = new Estoque(properties.tempoProcessamento(), Clock.systemDefaultZone());
        var leitura = Leitura.json(NovoPedido.class).exigeChave().exige(Pedido::problema);
        return etapas.le(ESTOQUE.entrada().nome(), ESTOQUE.grupo(), leitura)
                .faz(estoque::aprova)
                .narra(
                        pedido -> "Recebi pedido: %s (%s, %d × %s)"
                                .formatted(pedido.idPedido(), pedido.cliente(), pedido.quantidade(), pedido.produto()),
                        aprovado -> "Pedido %s APROVADO.".formatted(aprovado.idPedido()))
                .escreve(ESTOQUE.saida().orElseThrow().nome());
    }
}
