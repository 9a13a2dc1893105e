package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.AjusteContrario;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;

/**
 * As configurações de que dependem as promessas da etapa (nada se perde, nada se repete): valem por estarem aqui, e quem pede o
 * contrário é recusado pelo nome.
 */
final class Garantias {

    private static final String CONSUMIDOR = "consumer";
    private static final String PRODUTOR = "producer";
    private static final String ILEGIVEL = "um registro que não se desserializa pararia a partição";
    private static final String EM_BYTES = "a etapa escreve bytes";

    /**
     * @param doBoot o nome no Spring Boot, ou vazio se não há
     * @param valor o que a etapa põe; nulo se não põe nada
     */
    private record Garantia(
            String cliente,
            String nome,
            String doBoot,
            @Nullable String valor,
            Predicate<String> aceita,
            String vale,
            String porQue) {

        static Garantia fixa(String cliente, String nome, String doBoot, String valor, String porQue) {
            return new Garantia(
                    cliente, nome, doBoot, valor, pedido -> normal(pedido).equals(normal(valor)), valor, porQue);
        }

        static Garantia livre(
                String cliente, String nome, String doBoot, Predicate<String> aceita, String vale, String porQue) {
            return new Garantia(cliente, nome, doBoot, null, aceita, vale, porQue);
        }
    }

    private static final List<Garantia> TODAS = List.of(
            Garantia.fixa(
                    CONSUMIDOR,
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "isolation-level",
                    "read_committed",
                    "a etapa leria pedidos de transações desfeitas"),
            Garantia.fixa(
                    CONSUMIDOR,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "enable-auto-commit",
                    "false",
                    "o offset se gravaria fora da transação, e pedidos se perderiam"),
            Garantia.fixa(
                    CONSUMIDOR,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "auto-offset-reset",
                    "none",
                    "um log que perdesse o fim seria lido de novo, ou pulado, sem aviso"),
            Garantia.fixa(
                    CONSUMIDOR,
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    "",
                    "false",
                    "um nome errado criaria um tópico com a configuração errada"),
            Garantia.fixa(
                    CONSUMIDOR,
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    "key-deserializer",
                    ByteArrayDeserializer.class.getName(),
                    ILEGIVEL),
            Garantia.fixa(
                    CONSUMIDOR,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    "value-deserializer",
                    ByteArrayDeserializer.class.getName(),
                    ILEGIVEL),
            Garantia.livre(
                    CONSUMIDOR,
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    "",
                    pedido -> false,
                    "nenhum",
                    "a segunda instância, com o mesmo nome, não entraria no grupo"),
            Garantia.fixa(
                    PRODUTOR,
                    ProducerConfig.ACKS_CONFIG,
                    "acks",
                    "all",
                    "um resultado confirmado poderia sumir com o broker"),
            Garantia.fixa(
                    PRODUTOR, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "", "true", "um resultado poderia se repetir"),
            Garantia.fixa(
                    PRODUTOR,
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    "key-serializer",
                    ByteArraySerializer.class.getName(),
                    EM_BYTES),
            Garantia.fixa(
                    PRODUTOR,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    "value-serializer",
                    ByteArraySerializer.class.getName(),
                    EM_BYTES),
            Garantia.livre(
                    PRODUTOR,
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    "",
                    pedido -> false,
                    "um por produtor, sorteado",
                    "cada produtor derrubaria a transação do outro"),
            Garantia.livre(
                    PRODUTOR,
                    ProducerConfig.RETRIES_CONFIG,
                    "retries",
                    pedido -> !normal(pedido).equals("0"),
                    "o padrão do Kafka",
                    "sem repetir um envio não há transação"),
            Garantia.livre(
                    PRODUTOR,
                    ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    "",
                    pedido -> normal(pedido).matches("[1-5]"),
                    "5",
                    "com mais, a ordem se perderia numa repetição"));

    private Garantias() {}

    /**
     * @param soConexao se {@code spring.kafka.consumer} e {@code producer} não são da etapa
     * @throws AjusteContrario se algum ajuste as desfaria
     */
    static void confere(PropertyResolver ajustes, boolean soConexao) {
        for (var garantia : TODAS) {
            confere(ajustes, "spring.kafka.properties." + garantia.nome(), garantia);
            confere(ajustes, "spring.kafka.properties[" + garantia.nome() + "]", garantia);
            if (soConexao) {
                continue;
            }
            var prefixo = "spring.kafka." + garantia.cliente();
            if (!garantia.doBoot().isEmpty()) {
                confere(ajustes, prefixo + "." + garantia.doBoot(), garantia);
            }
            confere(ajustes, prefixo + ".properties." + garantia.nome(), garantia);
            confere(ajustes, prefixo + ".properties[" + garantia.nome() + "]", garantia);
        }
    }

    private static void confere(PropertyResolver ajustes, String nome, Garantia garantia) {
        var pedido = ajustes.getProperty(nome);
        if (pedido != null && !garantia.aceita().test(pedido)) {
            throw new AjusteContrario(nome, pedido, garantia.vale(), garantia.porQue());
        }
    }

    private static String normal(String valor) {
        var normal = valor.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return normal.equals("_1") ? "all" : normal; // acks=-1
    }

    static Map<String, Object> doConsumidor() {
        return de(CONSUMIDOR);
    }

    static Map<String, Object> doProdutor() {
        return de(PRODUTOR);
    }

    private static Map<String, Object> de(String cliente) {
        var valores = new HashMap<String, Object>();
        for (var garantia : TODAS) {
            if (garantia.cliente().equals(cliente) && garantia.valor() != null) {
                valores.put(garantia.nome(), garantia.valor());
            }
        }
        return valores;
    }
}
