package br.kafkanapratica.testes;

import br.kafkanapratica.lab.PortaLivre;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.testcontainers.kafka.KafkaContainer;

/** A imagem oficial do Apache Kafka; a porta no host é fixa, para sobreviver a uma parada. */
final class BrokerEmContainer implements BrokerDeTeste {

    private static final String IMAGEM = "apache/kafka:4.2.1";

    private static final String SIGTERM_AO_JAVA = """
            for nome in /proc/[0-9]*/comm; do
              if [ "$(cat "$nome")" = java ]; then pid=${nome%/comm}; kill -TERM "${pid#/proc/}"; fi
            done""";

    private final int porta = PortaLivre.uma();
    private final KafkaContainer container = new KafkaContainer(IMAGEM)
            // As mesmas escolhas do broker-local: nada de tópico criado sem querer, e compactação, retenção e volta
            // rápidas.
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_LOG_CLEANER_BACKOFF_MS", "1000")
            .withEnv("KAFKA_LOG_RETENTION_CHECK_INTERVAL_MS", "5000")
            .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000")
            .withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500")
            .withCreateContainerCmdModifier(comando -> Objects.requireNonNull(comando.getHostConfig())
                    .withPortBindings(new PortBinding(
                            Ports.Binding.bindIpAndPort("127.0.0.1", porta), comando.getExposedPorts()[0])));

    BrokerEmContainer() {
        container.start();
    }

    @Override
    public String servidores() {
        return "localhost:" + porta;
    }

    @Override
    public Optional<Path> pastaDoLog() {
        return Optional.empty();
    }

    /** O SIGTERM vai ao Java: o processo 1, um shell do Testcontainers, não o repassaria, e o docker mataria tudo ao fim do prazo. */
    @Override
    public void para() {
        try {
            container.execInContainer("sh", "-c", SIGTERM_AO_JAVA);
            container
                    .getDockerClient()
                    .waitContainerCmd(container.getContainerId())
                    .start()
                    .awaitStatusCode(30, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void mata() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void congela() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void descongela() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void volta() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::responde);
    }

    @Override
    public void close() {
        container.stop();
    }

    private boolean responde() {
        var configuracao = Map.<String, Object>of(
                "bootstrap.servers", servidores(), "default.api.timeout.ms", "3000", "request.timeout.ms", "2000");
        try (var admin = Admin.create(configuracao)) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
