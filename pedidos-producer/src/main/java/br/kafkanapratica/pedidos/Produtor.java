package br.kafkanapratica.pedidos;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.FalhaNoKafka;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Escreve pedidos no tópico; a chave é o id, e é ela que decide a partição. */
@Component
class Produtor {

    private final JsonMapper json = JsonMapper.builder().build();
    private final KafkaTemplate<String, String> kafka;
    private final Destino destino;

    Produtor(KafkaTemplate<String, String> kafka, Destino destino) {
        this.kafka = kafka;
        this.destino = destino;
    }

    /**
     * Envia sem esperar (só se o buffer estiver cheio). O futuro se completa com o acknowledgement ou com a causa da falha;
     * este método não lança nenhuma.
     */
    CompletableFuture<RecordMetadata> envia(NovoPedido pedido) {
        var registro = new ProducerRecord<>(destino.topico(), pedido.idPedido(), json.writeValueAsString(pedido));
        Rastro.comeca(registro.headers());
        try {
            return kafka.send(registro).thenApply(SendResult::getRecordMetadata);
        } catch (NestedRuntimeException | KafkaException e) { // o que falha antes de sair, como o prazo do max.block.ms
            return CompletableFuture.failedFuture(e);
        }
    }

    FalhaNoKafka falha(Throwable causa) {
        return FalhaNoKafka.de(causa, destino);
    }
}
