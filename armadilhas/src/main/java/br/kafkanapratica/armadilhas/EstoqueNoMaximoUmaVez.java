package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Grava o offset assim que recebe os pedidos, "para não os receber duas vezes". Morto durante o trabalho, os que tinha em mãos estão
 * dados por lidos e ninguém os faz: perderam-se.
 */
public final class EstoqueNoMaximoUmaVez {

    private EstoqueNoMaximoUmaVez() {}

    public static void main(String... args) throws InterruptedException {
        var opcoes = Opcoes.de(args);
        var estoque = new Estoque(opcoes.duracao("estoque.tempo-processamento", "2s"));
        try (var consumidor =
                        Clientes.consumidor(opcoes, Map.of("group.id", Grupo.ESTOQUE, "enable.auto.commit", false));
                var produtor = Clientes.produtor(opcoes, Map.of())) {
            consumidor.subscribe(List.of(Topico.Nome.NOVOS_PEDIDOS));
            while (true) {
                var pedidos = consumidor.poll(Duration.ofSeconds(1));
                consumidor.commitSync();
                for (var pedido : pedidos) {
                    produtor.send(
                            new ProducerRecord<>(Topico.Nome.PEDIDOS_APROVADOS, pedido.key(), estoque.aprova(pedido)));
                }
            }
        }
    }
}
