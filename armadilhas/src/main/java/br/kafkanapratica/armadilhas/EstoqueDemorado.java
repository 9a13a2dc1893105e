package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Grupo;
import br.kafkanapratica.contratos.Topico;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Recebe centenas de pedidos de uma vez e faz todos antes de voltar ao {@code poll}, o que leva mais que o {@code
 * max.poll.interval.ms}. A thread dos sinais pede para sair do grupo; ele volta, recebe os mesmos pedidos e os faz outra vez, sem fim.
 */
public final class EstoqueDemorado {

    private EstoqueDemorado() {}

    public static void main(String... args) throws InterruptedException {
        var opcoes = Opcoes.de(args);
        var estoque = new Estoque(opcoes.duracao("estoque.tempo-processamento", "2s"));
        try (var consumidor =
                        Clientes.consumidor(opcoes, Map.of("group.id", Grupo.ESTOQUE, "max.poll.interval.ms", 3000));
                var produtor = Clientes.produtor(opcoes, Map.of())) {
            consumidor.subscribe(List.of(Topico.Nome.NOVOS_PEDIDOS));
            while (true) {
                for (var pedido : consumidor.poll(Duration.ofSeconds(1))) {
                    produtor.send(
                            new ProducerRecord<>(Topico.Nome.PEDIDOS_APROVADOS, pedido.key(), estoque.aprova(pedido)));
                }
            }
        }
    }
}
