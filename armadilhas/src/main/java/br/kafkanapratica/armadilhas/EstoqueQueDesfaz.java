package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Não é errado: é o par de {@link PagamentoLeTudo}. Escreve a aprovação no começo da transação e confere depois; um pedido em cada
 * três não passa da primeira vez, e a transação se desfaz. Quem lê {@code read_committed} nunca vê a aprovação desfeita.
 */
public final class EstoqueQueDesfaz {

    private EstoqueQueDesfaz() {}

    public static void main(String... args) throws InterruptedException {
        var opcoes = Opcoes.de(args);
        var estoque = new Estoque(Duration.ZERO);
        var conferencia = opcoes.duracao("estoque.tempo-processamento", "2s");
        try (var consumidor = Clientes.consumidor(
                        opcoes, Map.of("group.id", Grupo.ESTOQUE, "enable.auto.commit", false, "max.poll.records", 1));
                var produtor = Clientes.produtor(
                        opcoes,
                        Map.of("transactional.id", "estoque-" + UUID.randomUUID(), "transaction.timeout.ms", 5000))) {
            produtor.initTransactions();
            consumidor.subscribe(List.of(Topico.Nome.NOVOS_PEDIDOS));
            for (int vez = 1; true; ) {
                var pedidos = consumidor.poll(Duration.ofSeconds(1));
                if (pedidos.isEmpty()) {
                    continue;
                }
                produtor.beginTransaction();
                for (var pedido : pedidos) {
                    produtor.send(
                            new ProducerRecord<>(Topico.Nome.PEDIDOS_APROVADOS, pedido.key(), estoque.aprova(pedido)));
                }
                produtor.flush();
                Thread.sleep(conferencia.toMillis());
                if (vez++ % 3 == 0) {
                    produtor.abortTransaction();
                    pedidos.forEach(pedido ->
                            consumidor.seek(new TopicPartition(pedido.topic(), pedido.partition()), pedido.offset()));
                } else {
                    produtor.sendOffsetsToTransaction(pedidos.nextOffsets(), consumidor.groupMetadata());
                    produtor.commitTransaction();
                }
            }
        }
    }
}
