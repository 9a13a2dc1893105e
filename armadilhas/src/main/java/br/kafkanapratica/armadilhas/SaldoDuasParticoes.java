package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.contratos.Topico;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;

/**
 * Escolhe a partição ao acaso, "para repartir a carga", e não pela chave. O mesmo cliente fica em duas partições, cada uma com o seu
 * último saldo: a compactação guarda os dois, e qual vale depende da ordem em que se lê.
 */
public final class SaldoDuasParticoes {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SaldoDuasParticoes() {}

    public static void main(String... args) throws Exception {
        var opcoes = Opcoes.de(args);
        var acaso = new Random(opcoes.inteiro("semente", 1));
        int clientes = opcoes.inteiro("clientes", 5);
        try (var produtor = Clientes.produtor(opcoes, Map.of())) {
            int particoes = produtor.partitionsFor(Topico.Nome.CONTAS).size();
            for (int vez = 0; vez < clientes * opcoes.inteiro("vezes", 4); vez++) {
                var cliente = Integer.toString(1 + vez % clientes);
                var saldo = BigDecimal.valueOf(acaso.nextInt(1_000_000), 2);
                var json = JSON.writeValueAsString(new Saldo(cliente, saldo, Estoque.agora()));
                var onde = produtor.send(
                                new ProducerRecord<>(Topico.Nome.CONTAS, acaso.nextInt(particoes), cliente, json))
                        .get();
                System.out.printf(
                        "Produzido -> key=%s value=%s (partição %d, offset %d)%n",
                        cliente, json, onde.partition(), onde.offset());
            }
        }
    }
}
