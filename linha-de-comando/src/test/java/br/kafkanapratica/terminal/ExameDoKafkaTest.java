package br.kafkanapratica.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class ExameDoKafkaTest {

    private static final MetricName CONEXOES = new MetricName("connection-count", "producer-metrics", "", Map.of());

    /** Com um endereço só, e morto o broker dele, os outros de um cluster continuam no ar, e o producer os conhece. */
    @Test
    void ninguemAtenderNoEnderecoNaoESemCuraParaQuemTemOutraConexao() throws Exception {
        int fechada;
        try (var soquete = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fechada = soquete.getLocalPort();
        }
        var fim = new CountDownLatch(1);
        var rede = new Thread(() -> espera(fim), "kafka-producer-network-thread | teste");
        rede.start();
        try {
            var exame = new ExameDoKafka(Map.of(), new Destino("contas", "localhost:" + fechada));
            assertThat(exame.get()).isEqualTo(Sintoma.NADA_ATENDE);

            var producer = exame.acompanha(new MockProducer<String, String>());
            producer.setMockMetrics(CONEXOES, conexoes(0));
            assertThat(exame.get()).isEqualTo(Sintoma.NADA_ATENDE);
            producer.setMockMetrics(CONEXOES, conexoes(2));
            assertThat(exame.get()).isEqualTo(Sintoma.SEM_LIDER);
        } finally {
            fim.countDown();
            rede.join();
        }
    }

    @Test
    void faltamReplicasSoSeFaltamAsQueSeExigem() {
        var um = new Node(1, "a", 1);
        var outro = new Node(2, "b", 2);
        var particao = new TopicPartitionInfo(0, um, List.of(um, outro), List.of(um));
        var topico = new TopicDescription("contas", false, List.of(particao));
        assertThat(ExameDoKafka.temReplicas(topico, 1)).isTrue();
        assertThat(ExameDoKafka.temReplicas(topico, 2)).isFalse();
        var sozinha = new TopicPartitionInfo(0, um, List.of(um), List.of(um));
        assertThat(ExameDoKafka.temReplicas(new TopicDescription("contas", false, List.of(sozinha)), 2))
                .as("mais do que há, não se exige")
                .isTrue();
    }

    private static void espera(CountDownLatch fim) {
        try {
            fim.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Metric conexoes(double quantas) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                return CONEXOES;
            }

            @Override
            public Object metricValue() {
                return quantas;
            }
        };
    }
}
