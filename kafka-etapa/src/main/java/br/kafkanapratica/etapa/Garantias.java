package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.AjusteContrario;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
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
    private static final String PROTOCOLO = "group.protocol";
    private static final String EM_VOO = "max.in.flight.requests.per.connection";
    private static final String LE_BYTES = ByteArrayDeserializer.class.getName();
    private static final String ESCREVE_BYTES = ByteArraySerializer.class.getName();

    private static final String DESFEITAS = "a etapa leria registros de transações desfeitas";
    private static final String FORA_DA_TRANSACAO = "o offset se gravaria fora da transação, e registros se perderiam";
    private static final String SEM_AVISO = "um log que perdesse o fim seria lido de novo, ou pulado, sem aviso";
    private static final String MAL_CRIADO = "um nome errado criaria um tópico com a configuração errada";
    private static final String UMA_SO = "a segunda instância, com o mesmo nome, não entraria no grupo";
    private static final String CERCADO = "cada produtor derrubaria a transação do outro";
    private static final String SEM_REPETIR = "sem repetir um envio não há transação";
    private static final String FORA_DE_ORDEM = "com mais, a ordem se perderia numa repetição";
    private static final String ILEGIVEL = "um registro que não se desserializa pararia a partição";
    private static final String EM_BYTES = "a etapa escreve bytes";
    private static final String DO_BROKER =
            "com group.protocol=consumer é o broker que o decide, e o consumidor não se faria";

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
            String porQue) {}

    private static final List<Garantia> TODAS = List.of(
            fixa(CONSUMIDOR, "isolation.level", "isolation-level", "read_committed", DESFEITAS),
            fixa(CONSUMIDOR, "enable.auto.commit", "enable-auto-commit", "false", FORA_DA_TRANSACAO),
            fixa(CONSUMIDOR, "auto.offset.reset", "auto-offset-reset", "none", SEM_AVISO),
            fixa(CONSUMIDOR, "check.crcs", "", "true", "um lote danificado no disco seria lido como se fosse bom"),
            fixa(CONSUMIDOR, "allow.auto.create.topics", "", "false", MAL_CRIADO),
            fixa(CONSUMIDOR, "key.deserializer", "key-deserializer", LE_BYTES, ILEGIVEL),
            fixa(CONSUMIDOR, "value.deserializer", "value-deserializer", LE_BYTES, ILEGIVEL),
            livre(CONSUMIDOR, "group.instance.id", "", pedido -> false, "nenhum", UMA_SO),
            fixa(PRODUTOR, "acks", "acks", "all", "um resultado confirmado poderia sumir com o broker"),
            fixa(PRODUTOR, "enable.idempotence", "", "true", "um resultado poderia se repetir"),
            fixa(PRODUTOR, "key.serializer", "key-serializer", ESCREVE_BYTES, EM_BYTES),
            fixa(PRODUTOR, "value.serializer", "value-serializer", ESCREVE_BYTES, EM_BYTES),
            livre(PRODUTOR, "transactional.id", "", pedido -> false, "um por produtor, sorteado", CERCADO),
            livre(PRODUTOR, "retries", "retries", pedido -> !pedido.strip().equals("0"), "o do Kafka", SEM_REPETIR),
            livre(PRODUTOR, EM_VOO, "", pedido -> pedido.strip().matches("[1-5]"), "5", FORA_DE_ORDEM));

    /** O cliente do Kafka recusa-os, e a etapa tentaria iniciar para sempre. */
    private static final List<Garantia> DO_PROTOCOLO_NOVO = List.of(
            livre(CONSUMIDOR, "session.timeout.ms", "", String::isBlank, "o do broker", DO_BROKER),
            livre(CONSUMIDOR, "heartbeat.interval.ms", "heartbeat-interval", String::isBlank, "o do broker", DO_BROKER),
            livre(CONSUMIDOR, "partition.assignment.strategy", "", String::isBlank, "a do broker", DO_BROKER));

    private static Garantia fixa(String cliente, String nome, String doBoot, String valor, String porQue) {
        return new Garantia(
                cliente, nome, doBoot, valor, pedido -> normal(pedido).equals(normal(valor)), valor, porQue);
    }

    private static Garantia livre(
            String cliente, String nome, String doBoot, Predicate<String> aceita, String vale, String porQue) {
        return new Garantia(cliente, nome, doBoot, null, aceita, vale, porQue);
    }

    private Garantias() {}

    /**
     * @param soConexao se {@code spring.kafka.consumer} e {@code producer} não são da etapa
     * @throws AjusteContrario se algum ajuste as desfaria
     */
    static void confere(PropertyResolver ajustes, boolean soConexao) {
        confere(ajustes, soConexao, TODAS);
        if (protocoloNovo(ajustes, soConexao)) {
            confere(ajustes, soConexao, DO_PROTOCOLO_NOVO);
        }
    }

    private static boolean protocoloNovo(PropertyResolver ajustes, boolean soConexao) {
        var doConsumidor = soConexao ? null : propriedade(ajustes, "spring.kafka.consumer");
        var pedido = doConsumidor == null ? propriedade(ajustes, "spring.kafka") : doConsumidor;
        var protocolo = pedido == null ? AjustesDoKafka.doConsumidor().get(PROTOCOLO) : pedido;
        return "consumer".equalsIgnoreCase(String.valueOf(protocolo));
    }

    private static @Nullable String propriedade(PropertyResolver ajustes, String prefixo) {
        var pedido = ajustes.getProperty(prefixo + ".properties." + PROTOCOLO);
        return pedido == null ? ajustes.getProperty(prefixo + ".properties[" + PROTOCOLO + "]") : pedido;
    }

    private static void confere(PropertyResolver ajustes, boolean soConexao, List<Garantia> garantias) {
        for (var garantia : garantias) {
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
