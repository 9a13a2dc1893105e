package br.kafkanapratica.etapa;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Um cliente não se faz se um prazo explícito é menor que os que ele contém. Os de {@link AjustesDoKafka} são explícitos: cedem ao
 * que foi pedido em {@code spring.kafka}. Entre dois pedidos que se contradizem, quem decide é o cliente.
 *
 * @param nome o que contém os outros
 * @param contidos o de cada pedido ao broker, e os que se somam a ele
 */
record PrazosDoCliente(String nome, List<String> contidos, ConfigDef definicao) {

    private static final String PEDIDO = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;

    static final PrazosDoCliente DO_ADMIN = new PrazosDoCliente(
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, List.of(PEDIDO), AdminClientConfig.configDef());
    static final PrazosDoCliente DO_PRODUTOR = new PrazosDoCliente(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            List.of(PEDIDO, ProducerConfig.LINGER_MS_CONFIG),
            ProducerConfig.configDef());

    /** @param pedidos os nomes dos que não são da biblioteca */
    Map<String, Object> concilia(Map<String, Object> configuracao, Set<String> pedidos) {
        var conciliada = new HashMap<>(configuracao);
        long soma = contidos.stream().mapToLong(nome -> ms(configuracao, nome)).sum();
        long falta = soma - ms(configuracao, nome);
        if (falta > 0 && !pedidos.contains(nome)) {
            conciliada.put(nome, Long.toString(Math.min(soma, Integer.MAX_VALUE)));
        } else if (falta > 0 && !pedidos.contains(PEDIDO)) {
            conciliada.put(PEDIDO, Long.toString(Math.max(0, ms(configuracao, PEDIDO) - falta)));
        }
        return conciliada;
    }

    private long ms(Map<String, Object> configuracao, String nome) {
        var valor = configuracao.getOrDefault(nome, definicao.defaultValues().get(nome));
        return (Long) ConfigDef.parseType(nome, String.valueOf(valor), ConfigDef.Type.LONG);
    }
}
