package br.kafkanapratica.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    private final Membro membro;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private volatile boolean parando;

    ServidorKraft(KafkaConfig config, Membro membro) {
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
                ServerSocketFactory.INSTANCE);
        broker = new BrokerServer(compartilhado);
        controller = new ControllerServer(compartilhado, KafkaRaftServer.configSchema(), pastas._2());
    }

    void inicia() {
        controller.startup();
        new Antecessor(controller, membro).retira(() -> parando);
        if (!parando) {
            broker.startup();
        }
    }

    /** O broker primeiro: ele ainda precisa do controller para entregar a liderança. */
    void para() {
        parando = true;
        if (membro.sozinho()) {
            broker.shutdown();
        } else {
            broker.shutdown(ENTREGA_DA_LIDERANCA);
        }
        controller.shutdown();
    }

    void esperaFim() {
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
