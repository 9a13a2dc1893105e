package br.kafkanapratica.pagamento;

import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Etapa.Entrega;
import br.kafkanapratica.etapa.Recebido;
import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import br.kafkanapratica.contratos.Topico;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.stereotype.Component;

/** {@code pedidos_aprovados} → pagamento → {@code pedidos_concluidos}. */
@Component
class PagamentoListener {

    private static final Logger log = LoggerFactory.getLogger(PagamentoListener.class);

    private final Etapa etapa;
    private final Entrega<PedidoConcluido> entrega;
    private final Pagamento pagamento;

    PagamentoListener(Etapa etapa, PagamentoProperties properties) {
        this.etapa = etapa;
        this.entrega = etapa.para(Topico.PEDIDOS_CONCLUIDOS);
        this.pagamento = new Pagamento(
                properties.tempoProcessamento(),
                properties.falhas(),
                RandomGenerator.getDefault(),
                Clock.systemDefaultZone());
    }

    @KafkaListener(topics = "pedidos_aprovados", groupId = "grupo_pagamento")
    void recebe(List<ConsumerRecord<byte[], byte[]>> lote, Acknowledgment ack) {
        etapa.processa(lote, ack, PedidoAprovado.class, this::cobra, entrega);
    }

    private PedidoConcluido cobra(Recebido<PedidoAprovado> recebido) throws InterruptedException {
        var pedido = recebido.pedido();
        if (recebido.mostra()) {
            log.info(
                    "[PAGAMENTO] Recebi pedido: {} ({}, {} × {}), partição {}",
                    pedido.idPedido(),
                    pedido.cliente(),
                    pedido.quantidade(),
                    pedido.produto(),
                    recebido.particao());
        }
        var concluido = pagamento.cobra(pedido);
        if (recebido.mostra()) {
            log.info("[PAGAMENTO] Pedido {} PAGO.", pedido.idPedido());
        }
        return concluido;
    }
}
