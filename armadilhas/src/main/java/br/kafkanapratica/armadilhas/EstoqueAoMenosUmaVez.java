package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Escreve os resultados e só depois grava o offset, como a documentação do Kafka ensina, mas sem transação que junte as duas coisas.
 * Morto entre elas, os pedidos que já tinha aprovado são aprovados outra vez.
 */
public final class EstoqueAoMenosUmaVez {

    private EstoqueAoMenosUmaVez() {}

    public static void main(String... args) throws InterruptedException {
        var opcoes = Opcoes.de(args);
        var estoque = new Estoque(opcoes.duracao("estoque.tempo-processamento", "2s"));
        try (var consumidor = Clientes.consumidor(
                        opcoes,
                        Map.of("group.id", Grupo.ESTOQUE, "enable.auto.commit", false, "max.poll.records", 10));
                var produtor = Clientes.produtor(opcoes, Map.of())) {
            consumidor.subscribe(List.of(Topico.Nome.NOVOS_PEDIDOS));
            while (true) {
                for (var pedido : consumidor.poll(Duration.ofSeconds(1))) {
                    produtor.send(
                            new ProducerRecord<>(Topico.Nome.PEDIDOS_APROVADOS, pedido.key(), estoque.aprova(pedido)));
                }
                produtor.flush();
                consumidor.commitSync();
            }
        }
    }
}
