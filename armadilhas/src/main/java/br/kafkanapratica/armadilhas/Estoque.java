package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.json.JsonMapper;

/** O trabalho do estoque, que em todas as armadilhas está certo: o errado é o que o cerca. */
class Estoque {

    private static final Logger LOG = LoggerFactory.getLogger(Estoque.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Duration tempoProcessamento;

    Estoque(@Value("${estoque.tempo-processamento:2s}") Duration tempoProcessamento) {
        this.tempoProcessamento = tempoProcessamento;
    }

    /** @throws RuntimeException se o registro não é um pedido, e nunca será */
    String aprova(ConsumerRecord<String, String> registro) throws InterruptedException {
        var pedido = JSON.readValue(registro.value(), NovoPedido.class);
        pedido.problema(registro.key().getBytes(StandardCharsets.UTF_8)).ifPresent(problema -> {
            throw new IllegalArgumentException(problema);
        });
        LOG.info(
                "[ESTOQUE] Recebi pedido: {} ({}, {} × {})",
                pedido.idPedido(),
                pedido.cliente(),
                pedido.quantidade(),
                pedido.produto());
        Thread.sleep(tempoProcessamento.toMillis());
        LOG.info("[ESTOQUE] Pedido {} APROVADO.", pedido.idPedido());
        return JSON.writeValueAsString(new PedidoAprovado(
                pedido.idPedido(), pedido.cliente(), pedido.produto(), pedido.quantidade(), agora()));
    }

    static String agora() {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                OffsetDateTime.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
