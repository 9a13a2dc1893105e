package br.kafkanapratica.pagamento;

import static br.kafkanapratica.contratos.EtapaDoPipeline.PAGAMENTO;

import br.kafkanapratica.contratos.Pedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Etapas;
import br.kafkanapratica.etapa.Leitura;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code pedidos_aprovados} → pagamento → {@code pedidos_concluidos}. */
@Configuration(proxyBeanMethods = false)
class EtapaDoPagamento {

    @Bean
    Etapa<PedidoAprovado, PedidoConcluido> pagamento(Etapas etapas, PagamentoProperties properties) {
        var pagamento = new Pagamento(
                properties.tempoProcessamento(),
                properties.falhas(),
                RandomGenerator.getDefault(),
                Clock.systemDefaultZone());
        var leitura = Leitura.json(PedidoAprovado.class).exigeChave().exige(Pedido::problema);
        return etapas.le(PAGAMENTO.entrada().nome(), PAGAMENTO.grupo(), leitura)
                .faz(pagamento::cobra)
                .narra(
                        pedido -> "Recebi pedido: %s (%s, %d × %s)"
                                .formatted(pedido.idPedido(), pedido.cliente(), pedido.quantidade(), pedido.produto()),
                        concluido -> "Pedido %s PAGO.".formatted(concluido.idPedido()))
                .escreve(PAGAMENTO.saida().orElseThrow().nome());
    }
}
