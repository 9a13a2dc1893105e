package br.kafkanapratica.armadilhas;

import br.kafkanapratica.contratos.Topico;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;

/**
 * Soma depósitos em {@code double}, que não sabe escrever um décimo: 0,10 mais 0,20 dá 0,30000000000000004. Cada soma carrega o erro
 * das anteriores, e quem confere os centavos não os acha.
 */
public final class SaldoEmFloat {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SaldoEmFloat() {}

    record Saldo(@JsonProperty("cliente_id") String clienteId, double saldo, String timestamp) {}

    public static void main(String... args) throws Exception {
        var opcoes = Opcoes.de(args);
        var acaso = new Random(opcoes.inteiro("semente", 1));
        int clientes = opcoes.inteiro("clientes", 5);
        var saldos = new HashMap<String, Double>();
        try (var produtor = Clientes.produtor(opcoes, Map.of())) {
            deposita(produtor, saldos, "1", 0.10);
            deposita(produtor, saldos, "1", 0.20);
            for (int deposito = 0; deposito < opcoes.inteiro("depositos", 10); deposito++) {
                deposita(produtor, saldos, Integer.toString(1 + acaso.nextInt(clientes)), acaso.nextInt(1000) * 0.01);
            }
        }
    }

    private static void deposita(
            KafkaProducer<String, String> produtor, Map<String, Double> saldos, String cliente, double valor)
            throws Exception {
        var json =
                JSON.writeValueAsString(new Saldo(cliente, saldos.merge(cliente, valor, Double::sum), Estoque.agora()));
        var onde = produtor.send(new ProducerRecord<>(Topico.Nome.CONTAS, cliente, json))
                .get();
        System.out.printf(
                "Produzido -> key=%s value=%s (partição %d, offset %d)%n",
                cliente, json, onde.partition(), onde.offset());
    }
}
