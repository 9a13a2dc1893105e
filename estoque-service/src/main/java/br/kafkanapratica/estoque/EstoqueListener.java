package br.kafkanapratica.estoque;

import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Etapa.Entrega;
import br.kafkanapratica.etapa.Recebido;
import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.Topico;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.stereotype.Component;

/** {@code novos_pedidos} → estoque → {@code pedidos_aprovados}. */
@Component
class EstoqueListener {

    private static final Logger log = LoggerFactory.getLogger(EstoqueListener.class);

    private final Etapa etapa;
    private final Entrega<PedidoAprovado> entrega;
    private final Estoque estoque;

    EstoqueListener(Etapa etapa, EstoqueProperties properties) {
        this.etapa = etapa;
        this.entrega = etapa.para(Topico.PEDIDOS_APROVADOS);
        this.estoque = new Estoque(properties.tempoProcessamento(), Clock.systemDefaultZone());
    }

    @KafkaListener(topics = "novos_pedidos", groupId = "grupo_estoque")
    void recebe(List<ConsumerRecord<byte[], byte[]>> lote, Acknowledgment ack) {
        etapa.processa(lote, ack, NovoPedido.class, this::aprova, entrega);
    }

    private PedidoAprovado aprova(Recebido<NovoPedido> recebido) throws InterruptedException {
        var pedido = recebido.pedido();
        if (recebido.mostra()) {
            log.info(
                    "[ESTOQUE] Recebi pedido: {} ({}, {} × {}), partição {}",
                    pedido.idPedido(),
                    pedido.cliente(),
                    pedido.quantidade(),
                    pedido.produto(),
                    recebido.particao());
        }
        var aprovado = estoque.aprova(pedido);
        if (recebido.mostra()) {
            log.info("[ESTOQUE] Pedido {} APROVADO.", pedido.idPedido());
        }
        return aprovado;
    }
}
