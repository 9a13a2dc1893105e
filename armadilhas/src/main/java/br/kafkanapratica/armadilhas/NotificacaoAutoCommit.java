package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.PedidoConcluido;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Avisa o cliente e deixa o offset por conta do consumidor, que, se nada se diz ({@code enable.auto.commit}), o grava de 5 em 5 s. Morto
 * entre um aviso e a gravação, avisa outra vez, e nada na mensagem diz que é a mesma.
 */
public final class NotificacaoAutoCommit {

    private static final Logger LOG = LoggerFactory.getLogger(NotificacaoAutoCommit.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private NotificacaoAutoCommit() {}

    public static void main(String... args) {
        var opcoes = Opcoes.de(args);
        try (var consumidor = Clientes.consumidor(opcoes, Map.of("group.id", Grupo.NOTIFICACAO))) {
            consumidor.subscribe(List.of(Topico.Nome.PEDIDOS_CONCLUIDOS));
            while (true) {
                for (var pedido : consumidor.poll(Duration.ofSeconds(1))) {
                    avisa(pedido);
                }
            }
        }
    }

    private static void avisa(ConsumerRecord<String, String> registro) {
        var pedido = JSON.readValue(registro.value(), PedidoConcluido.class);
        LOG.info(
                "[NOTIFICACAO] Pedido {} de {} concluído: {} × {}",
                pedido.idPedido(),
                pedido.cliente(),
                pedido.quantidade(),
                pedido.produto());
    }
}
