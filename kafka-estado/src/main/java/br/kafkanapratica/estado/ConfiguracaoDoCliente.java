package br.kafkanapratica.estado;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** Da configuração de um cliente Kafka, o que serve a quem administra, e o endereço para mostrar. */
final class ConfiguracaoDoCliente {

    /** Quem administra pergunta de novo logo: não espera o que um produtor esperaria. */
    private static final Map<String, Object> ADMINISTRACAO = Map.of(
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            3_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            2_000,
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            1_000);

    private static final AtomicInteger CLIENTES = new AtomicInteger();

    private ConfiguracaoDoCliente() {}

    static String servidores(@Nullable Object servidores) {
        return servidores instanceof Collection<?> varios
                ? varios.stream().map(String::valueOf).collect(Collectors.joining(","))
                : servidores == null ? "" : servidores.toString();
    }

    /** O que só um consumidor conhece fica de fora; o que nenhum dos dois conhece é de quem cifra, autentica ou mede, e vai. */
    static Map<String, Object> administracao(Map<String, ?> cliente, Map<String, ?> outros) {
        var administracao = new HashMap<>(ADMINISTRACAO);
        cliente.forEach((nome, valor) -> {
            boolean soDoConsumidor = ConsumerConfig.configNames().contains(nome)
                    && !AdminClientConfig.configNames().contains(nome);
            if (valor != null && !soDoConsumidor && !ADMINISTRACAO.containsKey(nome)) {
                administracao.put(nome, valor);
            }
        });
        administracao.putAll(outros);
        prazoQueCaiba(administracao, outros);
        return administracao;
    }

    /** O Admin não se cria se um pedido tem mais prazo do que a operação inteira: o daqui cede ao que se deu. */
    private static void prazoQueCaiba(Map<String, Object> administracao, Map<String, ?> dados) {
        boolean deuOperacao = dados.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        boolean deuPedido = dados.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (deuOperacao == deuPedido) {
            return;
        }
        int operacao = prazo(administracao, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        int pedido = prazo(administracao, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (pedido > operacao && deuPedido) {
            administracao.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, pedido);
        } else if (pedido > operacao) {
            administracao.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, operacao);
        }
    }

    private static int prazo(Map<String, Object> configuracao, String nome) {
        return (int) ConfigDef.parseType(nome, configuracao.get(nome), ConfigDef.Type.INT);
    }

    /** Um para cada cliente deste processo: dois com o mesmo se confundem nas métricas e no log do broker. */
    static String clientId(@Nullable Object pedido, String topico) {
        var prefixo = pedido == null || pedido.toString().isBlank() ? "kafka-estado" : pedido.toString();
        return "%s-%s-%d".formatted(prefixo, topico, CLIENTES.incrementAndGet());
    }
}
