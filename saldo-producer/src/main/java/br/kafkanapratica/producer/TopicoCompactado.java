package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.ConsultaAoTopico;
import br.kafkanapratica.terminal.Destino;
import br.kafkanapratica.terminal.FalhaNoKafka;
import java.util.List;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * O tópico tem de existir e ser só {@code compact}: num tópico que apaga por tempo, saldos sumiriam. Nunca é criado aqui.
 */
@Component
class TopicoCompactado {

    private final KafkaAdmin kafka;
    private final Destino destino;

    TopicoCompactado(KafkaAdmin kafka, Destino destino) {
        this.kafka = kafka;
        this.destino = destino;
    }

    /** @throws FalhaNoKafka com o comando que conserta, se o tópico não servir */
    void exige() throws FalhaNoKafka, InterruptedException {
        var politica = politica();
        if (!politica.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new FalhaNoKafka(
                    "o tópico \"%s\" tem cleanup.policy=%s e tem de ter só compact. Nada foi enviado. Conserte com:%n   %s"
                            .formatted(
                                    destino.topico(),
                                    politica,
                                    destino.mudaConfiguracao(TopicConfig.CLEANUP_POLICY_CONFIG + "="
                                            + TopicConfig.CLEANUP_POLICY_COMPACT)));
        }
    }

    private String politica() throws FalhaNoKafka, InterruptedException {
        var topico = new ConfigResource(ConfigResource.Type.TOPIC, destino.topico());
        return ConsultaAoTopico.faz(
                        destino.administracao(kafka.getConfigurationProperties()),
                        destino,
                        admin -> admin.describeConfigs(List.of(topico)).all())
                .values()
                .iterator()
                .next()
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value();
    }
}
