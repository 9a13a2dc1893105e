package br.kafkanapratica.notificacao;

import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Recebido;
import br.kafkanapratica.contratos.PedidoConcluido;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.stereotype.Component;

/**
 * {@code pedidos_concluidos} → aviso ao cliente.
 *
 * <p>O aviso é o único efeito fora do Kafka, e nenhuma transação o desfaz. Por isso tudo o mais acontece antes: decidido o
 * lote, anota-se a intenção no Kafka, avisa-se ({@link Avisador}), e logo em seguida a transação grava o offset. Só uma morte ou
 * uma pausa longa entre o anúncio e esse commit o repete, e a repetição sai marcada com {@code (reenvio)}.
 */
@Component
class NotificacaoListener implements ConsumerSeekAware {

    private static final Logger log = LoggerFactory.getLogger(NotificacaoListener.class);

    private final Etapa etapa;
    private final Avisador avisador;

    NotificacaoListener(Etapa etapa, Avisador avisador) {
        this.etapa = etapa;
        this.avisador = avisador;
    }

    @KafkaListener(topics = "pedidos_concluidos", groupId = "grupo_notificacao")
    void recebe(List<ConsumerRecord<byte[], byte[]>> lote, Acknowledgment ack, Consumer<?, ?> consumidor) {
        var membro = consumidor.groupMetadata();
        var inicios = new HashMap<TopicPartition, OffsetAndMetadata>();
        lote.forEach(registro -> inicios.computeIfAbsent(
                new TopicPartition(registro.topic(), registro.partition()),
                particao -> new OffsetAndMetadata(registro.offset(), registro.leaderEpoch(), "")));
        etapa.processa(
                lote,
                ack,
                PedidoConcluido.class,
                this::redige,
                feitos -> avisador.avisa(
                        membro,
                        inicios,
                        feitos.stream()
                                .map(feito -> new Aviso(feito.registro(), feito.resultado(), feito.traceId()))
                                .toList()));
    }

    @Override
    public void onPartitionsAssigned(Map<TopicPartition, Long> particoes, ConsumerSeekCallback posicoes) {
        avisador.recebe(particoes.keySet());
    }

    private String redige(Recebido<PedidoConcluido> recebido) {
        var pedido = recebido.pedido();
        if (recebido.mostra()) {
            log.info(
                    "[NOTIFICACAO] Recebi pedido: {} ({}), partição {}",
                    pedido.idPedido(),
                    pedido.cliente(),
                    recebido.particao());
        }
        // Concatenado, e não formatted(): é feito uma vez por pedido, dezenas de milhares por segundo.
        return "[NOTIFICACAO] Pedido " + pedido.idPedido() + " de " + pedido.cliente() + " concluído: "
                + pedido.quantidade() + " × " + pedido.produto() + ", aprovado em " + pedido.aprovadoEm()
                + " e pago em " + pedido.pagoEm();
    }
}
