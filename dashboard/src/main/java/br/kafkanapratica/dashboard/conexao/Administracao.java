package br.kafkanapratica.dashboard.conexao;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** O {@link Admin} do Kafka, criado no primeiro uso: com um endereço que não existe, criá-lo falha. Para várias threads. */
@Component
public class Administracao implements AutoCloseable {

    private final KafkaAdmin kafka;
    private @Nullable Admin admin;

    Administracao(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    /** @throws org.apache.kafka.common.KafkaException se a configuração não serve */
    public synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(kafka.getConfigurationProperties());
        }
        return admin;
    }

    /**
     * Os tópicos destes nomes que existem. Um apagado entre a lista e a pergunta já não existe.
     *
     * @throws ExecutionException se o Kafka não respondeu
     */
    public static Map<String, TopicDescription> existentes(Admin admin, Collection<String> nomes)
            throws ExecutionException, InterruptedException {
        var existentes = new HashMap<String, TopicDescription>();
        for (var resposta : admin.describeTopics(nomes).topicNameValues().entrySet()) {
            try {
                existentes.put(resposta.getKey(), resposta.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return existentes;
    }

    /** O próximo é outro: a thread deste pode ter morrido, e então ele não alcançaria mais nada. */
    public void recomeca() {
        Admin velho;
        synchronized (this) {
            velho = admin;
            admin = null;
        }
        if (velho != null) {
            velho.close(Duration.ofMillis(1)); // zero seria esperar pela thread dele, quanto fosse
        }
    }

    @Override
    public void close() {
        recomeca();
    }
}
