package br.kafkanapratica.pedidos;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.Entrega;
import br.kafkanapratica.terminal.FalhaNoKafka;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Escreve pedidos no tópico; a chave é o id, e é ela que decide a partição. */
@Component
class Produtor {

    private final JsonMapper json = JsonMapper.builder().build();
    private final Entrega entrega;
    private final Destino destino;

    Produtor(Entrega entrega, Destino destino) {
        this.entrega = entrega;
        this.destino = destino;
    }

    /**
     * Envia sem esperar (só se o buffer estiver cheio). O futuro se completa com o acknowledgement ou com a
     * {@link FalhaNoKafka}; este método não lança nenhuma.
     */
    CompletableFuture<RecordMetadata> envia(NovoPedido pedido) {
        var registro = new ProducerRecord<>(destino.topico(), pedido.idPedido(), json.writeValueAsString(pedido));
        Rastro.comeca(registro.headers());
        return entrega.envia(registro);
    }
}
