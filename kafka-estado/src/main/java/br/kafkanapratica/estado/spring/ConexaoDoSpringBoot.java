package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.Conselhos;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;

/**
 * Onde o Kafka está e como se entra nele, como o Spring Boot o diz a todos os clientes. Não se escolhe o que passa: o que este programa
 * põe em {@code spring.kafka.properties} pode ser de quem cifra, autentica ou mede, e o consumidor não o conhece pelo nome.
 */
record ConexaoDoSpringBoot(KafkaProperties kafka, KafkaConnectionDetails conexao) {

    /** @param daqui os de {@code kafka.estado.cliente}, que valem mais */
    Map<String, Object> cliente(Map<String, String> daqui) {
        var comum = new HashMap<String, Object>();
        if (kafka.getClientId() != null) {
            comum.put(CommonClientConfigs.CLIENT_ID_CONFIG, kafka.getClientId());
        }
        comum.putAll(kafka.getSsl().buildProperties());
        comum.putAll(kafka.getSecurity().buildProperties());
        comum.putAll(kafka.getProperties());
        entra(
                comum,
                KafkaConnectionDetails.Configuration.of(
                        conexao.getBootstrapServers(), conexao.getSslBundle(), conexao.getSecurityProtocol()));
        comum.putAll(daqui);
        return comum;
    }

    /** O que só o Admin do Spring Boot tem; o que {@code kafka.estado.cliente} disser vale para os dois. */
    Map<String, Object> administracao(Map<String, String> daqui) {
        var doAdmin = kafka.buildAdminProperties();
        entra(doAdmin, conexao.getAdmin());
        doAdmin.keySet().removeAll(daqui.keySet());
        return doAdmin;
    }

    private static void entra(Map<String, Object> configuracao, KafkaConnectionDetails.Configuration conexao) {
        configuracao.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, conexao.getBootstrapServers());
        poe(configuracao, CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, conexao.getSecurityProtocol());
        if (conexao.getSslBundle() != null) {
            configuracao.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            configuracao.put(SslBundle.class.getName(), conexao.getSslBundle());
        }
    }

    private static void poe(Map<String, Object> configuracao, String nome, @Nullable Object valor) {
        if (valor != null && !valor.equals("")) {
            configuracao.put(nome, valor);
        }
    }

    /** Os de sempre, com os nomes dos ajustes que um programa Spring Boot tem. */
    Conselhos conselhos(Map<String, String> daqui) {
        return new Conselhos() {
            @Override
            public String semContato(String servidores) {
                return "Confira o endereço (spring.kafka.bootstrap-servers) e se esse Kafka está no ar.";
            }

            @Override
            public String ajusteDosPulos(String topico) {
                return "kafka.estado.pular." + topico;
            }

            @Override
            public String ajuste(String doKafka) {
                boolean deTodos =
                        !daqui.containsKey(doKafka) && kafka.getProperties().containsKey(doKafka);
                return (deTodos ? "spring.kafka.properties." : "kafka.estado.cliente.") + doKafka;
            }
        };
    }
}
