package br.kafkanapratica.notificacao;

import static br.kafkanapratica.contratos.EtapaDoPipeline.NOTIFICACAO;

import br.kafkanapratica.contratos.Pedido;
import br.kafkanapratica.contratos.PedidoConcluido;
import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Etapas;
import br.kafkanapratica.etapa.Leitura;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@code pedidos_concluidos} → aviso ao cliente.
 *
 * <p>O aviso é o único efeito fora do Kafka, e nenhuma transação o desfaz. Por isso tudo o mais acontece antes: decidido o
 * lote, anota-se a intenção no Kafka, avisa-se ({@link Avisador}), e logo em seguida a transação grava o offset. Só uma morte ou
 * uma pausa longa entre o anúncio e esse commit o repete, e a repetição sai marcada com {@code (reenvio)}.
 */
@Configuration(proxyBeanMethods = false)
class EtapaDaNotificacao {

    @Bean
    Etapa<PedidoConcluido, String> notificacao(Etapas etapas, Avisador avisador) {
        var leitura = Leitura.json(PedidoConcluido.class).exigeChave().exige(Pedido::problema);
        return etapas.le(NOTIFICACAO.entrada().nome(), NOTIFICACAO.grupo(), leitura)
                .faz(EtapaDaNotificacao::redige)
                .narra(pedido -> "Recebi pedido: %s (%s)".formatted(pedido.idPedido(), pedido.cliente()))
                .entrega(avisador);
    }

    /** Concatenado, e não formatted(): é feito uma vez por pedido, dezenas de milhares por segundo. */
    private static String redige(PedidoConcluido pedido) {
        return "[NOTIFICACAO] Pedido " + pedido.idPedido() + " de " + pedido.cliente() + " concluído: "
                + pedido.quantidade() + " × " + pedido.produto() + ", aprovado em " + pedido.aprovadoEm()
                + " e pago em " + pedido.pagoEm();
    }
}
