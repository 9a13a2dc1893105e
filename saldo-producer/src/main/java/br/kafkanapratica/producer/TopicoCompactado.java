package br.kafkanapratica.producer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * O tópico tem de existir e ser só {@code compact}: num tópico que apaga por tempo, saldos sumiriam. Nunca é criado aqui.
 */
@Component
class TopicoCompactado {

    /** Acima do default.api.timeout do Admin: só vale quando a própria resolução do nome trava. */
    private static final int PRAZO_S = 8;

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
            throw new FalhaNoKafka("""
                    o tópico "%s" tem cleanup.policy=%s e tem de ter só compact. Nada foi enviado. Conserte com:
                       java -jar broker-local/target/broker-local.jar configs --alter --entity-type topics \
                    --entity-name %s --add-config cleanup.policy=compact""".formatted(destino.topico(), politica, destino.topico()));
        }
    }

    private String politica() throws FalhaNoKafka, InterruptedException {
        try {
            return CompletableFuture.supplyAsync(this::consulta, TopicoCompactado::numaThread)
                    .get(PRAZO_S, TimeUnit.SECONDS)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value();
        } catch (TimeoutException e) {
            throw FalhaNoKafka.semResposta(destino);
        } catch (ExecutionException e) {
            throw traduz(e);
        }
    }

    /** As threads do pool comum não enxergam as classes dentro do jar executável. */
    private static void numaThread(Runnable tarefa) {
        var thread = new Thread(tarefa, "consulta-do-topico");
        thread.setDaemon(true);
        thread.start();
    }

    private Config consulta() {
        var recurso = new ConfigResource(ConfigResource.Type.TOPIC, destino.topico());
        try (var admin = Admin.create(kafka.getConfigurationProperties())) {
            var resposta = admin.describeConfigs(List.of(recurso)).all();
            return resposta.toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .values()
                    .iterator()
                    .next();
        }
    }

    private FalhaNoKafka traduz(Throwable erro) {
        for (Throwable causa = erro; causa != null; causa = causa.getCause()) {
            if (causa instanceof UnknownTopicOrPartitionException) {
                return new FalhaNoKafka(
                        "o tópico \"%s\" não existe. Nada foi enviado. Crie os tópicos com: ./create-topics.sh"
                                .formatted(destino.topico()));
            }
        }
        return FalhaNoKafka.de(erro, destino);
    }
}
