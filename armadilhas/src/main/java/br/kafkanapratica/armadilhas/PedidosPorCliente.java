package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.NovoPedido;
import br.kafkanapratica.contratos.Topico;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reparte os pedidos pelo cliente, "para ficarem em ordem", e um cliente grande faz quase todos. Uma partição recebe quase tudo, e
 * das instâncias que leem o tópico só uma trabalha.
 */
public final class PedidosPorCliente {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PedidosPorCliente() {}

    public static void main(String... args) throws Exception {
        var opcoes = Opcoes.de(args);
        var intervalo = opcoes.duracao("intervalo", "0s");
        var acaso = new Random(opcoes.inteiro("semente", 1));
        try (var produtor = Clientes.produtor(opcoes, Map.of())) {
            for (int numero = 1; numero <= opcoes.inteiro("quantidade", 10); numero++) {
                var cliente = acaso.nextInt(10) > 0 ? "cliente_1" : "cliente_" + acaso.nextInt(2, 9);
                envia(produtor, new NovoPedido(UUID.randomUUID().toString(), cliente, "Produto-" + numero, 1));
                Thread.sleep(intervalo.toMillis());
            }
        }
    }

    private static void envia(KafkaProducer<String, String> produtor, NovoPedido pedido) throws Exception {
        int particoes = produtor.partitionsFor(Topico.Nome.NOVOS_PEDIDOS).size();
        int particao = Utils.toPositive(Utils.murmur2(pedido.cliente().getBytes(StandardCharsets.UTF_8))) % particoes;
        var onde = produtor.send(new ProducerRecord<>(
                        Topico.Nome.NOVOS_PEDIDOS, particao, pedido.idPedido(), JSON.writeValueAsString(pedido)))
                .get();
        System.out.printf(
                "[PRODUTOR] Pedido enviado: %s (Cliente: %s) → partição %d, offset %d%n",
                pedido.idPedido(), pedido.cliente(), onde.partition(), onde.offset());
    }
}
