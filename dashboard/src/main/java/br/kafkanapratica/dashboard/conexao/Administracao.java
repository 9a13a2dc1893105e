package br.kafkanapratica.dashboard.conexao;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** O {@link Admin} do Kafka, criado no primeiro uso: com um endereço que não existe, criá-lo falha. Para várias threads. */
@Component
public class Administracao implements AutoCloseable {

    private static final int RESPOSTA_MS = 1_000;

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

    /** Se algum broker responde, em um segundo. */
    public boolean responde() {
        try {
            var opcoes = new DescribeClusterOptions().timeoutMs(RESPOSTA_MS);
            return !admin().describeCluster(opcoes).nodes().get().isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | KafkaException e) {
            return false;
        }
    }

    /** Por que o Kafka, que responde, não fez o que se pediu; em português, sem maiúscula nem ponto. */
    public static String causa(Throwable erro) {
        var causa = erro;
        while (causa.getCause() != null && !(causa instanceof ApiException)) {
            causa = causa.getCause();
        }
        if (causa instanceof TimeoutException) {
            return "não respondeu a tempo";
        }
        if (causa instanceof AuthorizationException || causa instanceof AuthenticationException) {
            return "não dá permissão a este programa";
        }
        if (causa instanceof UnsupportedVersionException) {
            return "a versão dele não conhece a pergunta";
        }
        if (causa instanceof RetriableException) {
            return "diz que ainda não pode responder";
        }
        return "nas palavras dele: " + causa.getMessage();
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
