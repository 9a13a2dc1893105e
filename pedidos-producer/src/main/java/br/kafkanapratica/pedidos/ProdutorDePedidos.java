package br.kafkanapratica.pedidos;

import br.kafkanapratica.contratos.InicioDeRastro;
import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.EnvioConfirmado;
import br.kafkanapratica.terminal.FalhaNoKafka;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Escreve pedidos no tópico; a chave é o id, e é ela que decide a partição. */
@Component
class ProdutorDePedidos {

    private final JsonMapper json = JsonMapper.builder().build();
    private final EnvioConfirmado envio;
    private final Destino destino;

    ProdutorDePedidos(EnvioConfirmado envio, Destino destino) {
        this.envio = envio;
        this.destino = destino;
    }

    /**
     * Envia sem esperar (só se o buffer estiver cheio). O futuro se completa com o acknowledgement ou com a
     * {@link FalhaNoKafka}; este método não lança nenhuma.
     */
    CompletableFuture<RecordMetadata> envia(NovoPedido pedido) {
        var registro = new ProducerRecord<>(destino.topico(), pedido.idPedido(), json.writeValueAsString(pedido));
        registro.headers().add(InicioDeRastro.HEADER, InicioDeRastro.novo().getBytes(StandardCharsets.US_ASCII));
        return envio.envia(registro);
    }
}
