package br.kafkanapratica.dashboard.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HistoricoTest {

    private static final TopicPartition RUIM = new TopicPartition("novos_pedidos", 0);
    private static final TopicPartition BOA = new TopicPartition("novos_pedidos", 1);
    private static final Node BROKER = new Node(1, "localhost", 9092);

    /** Um lote danificado numa partição, outra sem líder: o pedido está numa terceira. */
    @Test
    void oQueNaoSeLeNumaParticaoNaoEscondeOQueEstaNoutra() {
        var consumidor = new MockConsumer<byte[], byte[]>("earliest");
        consumidor.updatePartitions("novos_pedidos", List.of(info(0, BROKER), info(1, BROKER), info(2, Node.noNode())));
        consumidor.updateBeginningOffsets(Map.of(RUIM, 0L, BOA, 0L));
        consumidor.updateEndOffsets(Map.of(RUIM, 5L, BOA, 1L));
        consumidor.schedulePollTask(() -> consumidor.setPollException(new KafkaException(
                "Received exception when fetching the next record from novos_pedidos-0. If needed, please seek past")));
        consumidor.schedulePollTask(() -> consumidor.addRecord(new ConsumerRecord<>(
                "novos_pedidos", 1, 0, "a".getBytes(StandardCharsets.UTF_8), new byte[] {'{', '}'})));

        var caminho = Historico.procura(consumidor, new Busca("a"));

        assertThat(caminho.passagens())
                .singleElement()
                .satisfies(passagem -> assertThat(passagem.particao()).isEqualTo(1));
        assertThat(caminho.completo()).isFalse();
    }

    private static PartitionInfo info(int particao, Node lider) {
        return new PartitionInfo("novos_pedidos", particao, lider, new Node[] {BROKER}, new Node[] {BROKER});
    }
}
