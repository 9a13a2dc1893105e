package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** O trabalho do pagamento, que está certo: o errado é o que o cerca. */
final class Pagamento {

    private static final Logger LOG = LoggerFactory.getLogger(Pagamento.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Duration tempoProcessamento;

    Pagamento(Duration tempoProcessamento) {
        this.tempoProcessamento = tempoProcessamento;
    }

    String cobra(ConsumerRecord<String, String> registro) throws InterruptedException {
        var pedido = JSON.readValue(registro.value(), PedidoAprovado.class);
        LOG.info(
                "[PAGAMENTO] Recebi pedido: {} ({}, {} × {})",
                pedido.idPedido(),
                pedido.cliente(),
                pedido.quantidade(),
                pedido.produto());
        Thread.sleep(tempoProcessamento.toMillis());
        LOG.info("[PAGAMENTO] Pedido {} PAGO.", pedido.idPedido());
        return JSON.writeValueAsString(new PedidoConcluido(
                pedido.idPedido(),
                pedido.cliente(),
                pedido.produto(),
                pedido.quantidade(),
                pedido.aprovadoEm(),
                Estoque.agora()));
    }
}
