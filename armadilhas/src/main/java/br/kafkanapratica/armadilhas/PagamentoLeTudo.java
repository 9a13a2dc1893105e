package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Escreve em transações, mas lê como o Kafka lê se nada se diz: {@code read_uncommitted}. Cobra pedidos cuja aprovação ainda está numa
 * transação aberta; se ela se desfaz, o pedido foi cobrado sem ter sido aprovado, e será cobrado de novo.
 */
public final class PagamentoLeTudo {

    private PagamentoLeTudo() {}

    public static void main(String... args) throws InterruptedException {
        var opcoes = Opcoes.de(args);
        var pagamento = new Pagamento(opcoes.duracao("pagamento.tempo-processamento", "1s"));
        try (var consumidor = Clientes.consumidor(
                        opcoes,
                        Map.of("group.id", Grupo.PAGAMENTO, "enable.auto.commit", false, "max.poll.records", 1));
                var produtor =
                        Clientes.produtor(opcoes, Map.of("transactional.id", "pagamento-" + UUID.randomUUID()))) {
            produtor.initTransactions();
            consumidor.subscribe(List.of(Topico.Nome.PEDIDOS_APROVADOS));
            while (true) {
                var aprovados = consumidor.poll(Duration.ofSeconds(1));
                for (var pedido : aprovados) {
                    produtor.beginTransaction();
                    produtor.send(new ProducerRecord<>(
                            Topico.Nome.PEDIDOS_CONCLUIDOS, pedido.key(), pagamento.cobra(pedido)));
                    produtor.sendOffsetsToTransaction(aprovados.nextOffsets(), consumidor.groupMetadata());
                    produtor.commitTransaction();
                }
            }
        }
    }
}
