package br.kafkanapratica.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;

/**
 * As mesmas peças do {@link KafkaRaftServer}, na mesma ordem, com um passo entre o controller e o broker: o
 * {@link Antecessor}, se morreu, é retirado antes de o broker nascer.
 */
final class ServidorKraft {

    /** Quem para por último já não tem maioria a quem entregar a liderança. */
    private static final Duration ENTREGA_DA_LIDERANCA = Duration.ofSeconds(8);

    private static final String DO_QUORUM = "org.apache.kafka.raft.KafkaRaftClientDriver";

    /** Um início leva poucos segundos; o de quem espera por outros brokers, ou relê um log grande, não tem prazo. */
    private static final Duration ATE_INICIAR = Duration.ofSeconds(5);

    private final Membro membro;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final CountDownLatch iniciou = new CountDownLatch(1);
    private volatile boolean parando;

    ServidorKraft(KafkaConfig config, Membro membro, ServerSocketFactory soquetes) {
        this.membro = membro;
        var pastas = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(ServidorKraft.class), "");
        var compartilhado = new SharedServer(
                config,
                pastas._1(),
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, pastas._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                soquetes);
        broker = new BrokerServer(compartilhado);
        controller = new ControllerServer(compartilhado, KafkaRaftServer.configSchema(), pastas._2());
    }

    /** @return falso se pediram que parasse antes disso */
    boolean inicia() {
        try {
            controller.startup();
            new Antecessor(controller, membro).retira(() -> parando);
            if (!parando) {
                broker.startup();
            }
        } finally {
            iniciou.countDown();
        }
        return !parando;
    }

    /**
     * O broker primeiro: ele ainda precisa do controller para entregar a liderança.
     *
     * @return falso se ainda está iniciando, e não há o que parar: que o processo acabe, como de um kill -9 (o {@link Antecessor} cuida do
     *     que ele tiver dito de si)
     */
    boolean para() throws InterruptedException {
        parando = true;
        // O Kafka não para o que ainda inicia: shutdown() volta sem nada fazer, e o fim não chega nunca.
        if (!iniciou.await(ATE_INICIAR.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        if (membro.sozinho()) {
            broker.shutdown();
        } else {
            // Quem para sem maioria não tem a quem entregar o quórum, e o Kafka o conta como um erro, com a pilha.
            ((Logger) LoggerFactory.getLogger(DO_QUORUM)).setLevel(Level.OFF);
            broker.shutdown(ENTREGA_DA_LIDERANCA);
        }
        controller.shutdown();
        return true;
    }

    void esperaFim() {
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
