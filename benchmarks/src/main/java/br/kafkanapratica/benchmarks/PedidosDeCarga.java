package br.kafkanapratica.benchmarks;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.Pedido;
import br.kafkanapratica.contratos.PedidoAprovado;
import br.kafkanapratica.contratos.PedidoConcluido;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;

/**
 * Os pedidos de uma medição, sempre os mesmos para a mesma semente, como os programas do pipeline os escrevem: com a chave
 * e o header {@code traceparent}.
 */
record PedidosDeCarga(int quantos, long semente) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String QUANDO = "2025-10-14T15:20:57.123-03:00";

    Stream<ProducerRecord<byte[], byte[]>> para(EtapaDoPipeline estagio) {
        var sorteio = new Random(semente);
        return Stream.generate(() -> registro(estagio, sorteio)).limit(quantos);
    }

    Set<String> ids() {
        return para(EtapaDoPipeline.ESTOQUE)
                .map(registro -> new String(registro.key(), StandardCharsets.US_ASCII))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static ProducerRecord<byte[], byte[]> registro(EtapaDoPipeline estagio, Random sorteio) {
        var uuid = new UUID(sorteio.nextLong(), sorteio.nextLong());
        var pedido = pedido(estagio, uuid.toString(), Math.floorMod(uuid.hashCode(), 100) + 1);
        var registro = new ProducerRecord<>(
                estagio.entrada().nome(),
                pedido.idPedido().getBytes(StandardCharsets.US_ASCII),
                JSON.writeValueAsBytes(pedido));
        var rastro = "00-%s-%016x-01".formatted(pedido.idPedido().replace("-", ""), uuid.getMostSignificantBits() | 1);
        registro.headers().add("traceparent", rastro.getBytes(StandardCharsets.US_ASCII));
        return registro;
    }

    private static Pedido pedido(EtapaDoPipeline estagio, String id, int numero) {
        var cliente = "cliente_" + numero;
        var produto = "Produto-" + numero;
        return switch (estagio) {
            case ESTOQUE -> new NovoPedido(id, cliente, produto, 1);
            case PAGAMENTO -> new PedidoAprovado(id, cliente, produto, 1, QUANDO);
            case NOTIFICACAO -> new PedidoConcluido(id, cliente, produto, 1, QUANDO, QUANDO);
        };
    }
}
