package br.kafkanapratica.dashboard.conexao;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** Por que o Kafka não disse tudo, na língua de quem está na sala. */
class AdministracaoTest {

    @Test
    void aCausaSeDizEmPortugues() {
        assertThat(causa(new TimeoutException("Timed out waiting for a node assignment. Call: listOffsets")))
                .isEqualTo("não respondeu a tempo");
        assertThat(causa(new ClusterAuthorizationException("Cluster authorization failed.")))
                .isEqualTo("não dá permissão a este programa");
        assertThat(causa(new UnsupportedVersionException("The broker does not support DESCRIBE_CLUSTER")))
                .isEqualTo("a versão dele não conhece a pergunta");
        assertThat(causa(new NotLeaderOrFollowerException("For requests intended only for the leader")))
                .isEqualTo("diz que ainda não pode responder");
    }

    @Test
    void oQueNaoSeConheceSeCitaComoCitacao() {
        assertThat(causa(new InvalidReplicationFactorException("too big"))).isEqualTo("nas palavras dele: too big");
    }

    private static String causa(Exception doKafka) {
        return Administracao.causa(new ExecutionException(doKafka));
    }
}
