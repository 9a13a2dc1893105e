package br.kafkanapratica.comum;

import br.kafkanapratica.leitura.AjusteContrario;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.core.env.PropertyResolver;

/**
 * As configurações de que dependem as promessas da etapa (nada se perde, nada se repete): valem por estarem aqui, e quem pede o
 * contrário é recusado pelo nome.
 */
final class Garantias {

    /** @param doBoot o nome no Spring Boot, ou vazio se não há */
    private record Garantia(String cliente, String nome, String doBoot, String valor, String porQue) {}

    private static final List<Garantia> TODAS = List.of(
            new Garantia(
                    "consumer",
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "isolation-level",
                    "read_committed",
                    "a etapa leria pedidos de transações desfeitas"),
            new Garantia(
                    "consumer",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "enable-auto-commit",
                    "false",
                    "o offset se gravaria fora da transação, e pedidos se perderiam"),
            new Garantia(
                    "consumer",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "auto-offset-reset",
                    "none",
                    "um log que perdesse o fim seria lido de novo, ou pulado, sem aviso"),
            new Garantia(
                    "consumer",
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    "key-deserializer",
                    ByteArrayDeserializer.class.getName(),
                    "um registro que não se desserializa pararia a partição"),
            new Garantia(
                    "consumer",
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    "value-deserializer",
                    ByteArrayDeserializer.class.getName(),
                    "um registro que não se desserializa pararia a partição"),
            new Garantia(
                    "producer",
                    ProducerConfig.ACKS_CONFIG,
                    "acks",
                    "all",
                    "um resultado confirmado poderia sumir com o broker"),
            new Garantia(
                    "producer",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    "",
                    "true",
                    "um resultado poderia se repetir"),
            new Garantia(
                    "producer",
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    "key-serializer",
                    ByteArraySerializer.class.getName(),
                    "a etapa escreve bytes"),
            new Garantia(
                    "producer",
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    "value-serializer",
                    ByteArraySerializer.class.getName(),
                    "a etapa escreve bytes"));

    private Garantias() {}

    /** @throws AjusteContrario se algum ajuste as desfaria */
    static void confere(PropertyResolver ajustes) {
        for (var garantia : TODAS) {
            var prefixo = "spring.kafka." + garantia.cliente();
            if (!garantia.doBoot().isEmpty()) {
                confere(ajustes, prefixo + "." + garantia.doBoot(), garantia);
            }
            confere(ajustes, prefixo + ".properties." + garantia.nome(), garantia);
            confere(ajustes, prefixo + ".properties[" + garantia.nome() + "]", garantia);
            if (garantia.cliente().equals("consumer") || garantia.nome().equals(ProducerConfig.ACKS_CONFIG)) {
                confere(ajustes, "spring.kafka.properties." + garantia.nome(), garantia);
            }
        }
    }

    private static void confere(PropertyResolver ajustes, String nome, Garantia garantia) {
        var pedido = ajustes.getProperty(nome);
        if (pedido != null && !normal(pedido).equals(normal(garantia.valor()))) {
            throw new AjusteContrario(nome, pedido, garantia.valor(), garantia.porQue());
        }
    }

    private static String normal(String valor) {
        var normal = valor.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return normal.equals("_1") ? "all" : normal; // acks=-1
    }

    static Map<String, Object> doConsumidor() {
        return de("consumer");
    }

    static Map<String, Object> doProdutor() {
        return de("producer");
    }

    private static Map<String, Object> de(String cliente) {
        var valores = new HashMap<String, Object>();
        TODAS.stream()
                .filter(garantia -> garantia.cliente().equals(cliente))
                .forEach(garantia -> valores.put(garantia.nome(), garantia.valor()));
        return valores;
    }
}
