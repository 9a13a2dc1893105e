package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Usa transações, mas o {@code transactional.id} está escrito no código, e é o mesmo em todas as instâncias. Para o Kafka uma segunda
 * é a primeira que voltou: cerca a que trabalhava, que cai na transação seguinte.
 */
public final class EstoqueIdFixo {

    private EstoqueIdFixo() {}

    public static void main(String... args) throws InterruptedException {
        var opcoes = Opcoes.de(args);
        var estoque = new Estoque(opcoes.duracao("estoque.tempo-processamento", "2s"));
        try (var consumidor = Clientes.consumidor(
                        opcoes, Map.of("group.id", Grupo.ESTOQUE, "enable.auto.commit", false, "max.poll.records", 1));
                var produtor = Clientes.produtor(opcoes, Map.of("transactional.id", "estoque"))) {
            produtor.initTransactions();
            consumidor.subscribe(List.of(Topico.Nome.NOVOS_PEDIDOS));
            while (true) {
                var pedidos = consumidor.poll(Duration.ofSeconds(1));
                for (var pedido : pedidos) {
                    produtor.beginTransaction();
                    produtor.send(
                            new ProducerRecord<>(Topico.Nome.PEDIDOS_APROVADOS, pedido.key(), estoque.aprova(pedido)));
                    produtor.sendOffsetsToTransaction(pedidos.nextOffsets(), consumidor.groupMetadata());
                    produtor.commitTransaction();
                }
            }
        }
    }
}
