package br.kafkanapratica.testes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Um broker Kafka de verdade, numa porta livre e com dados próprios: nunca toca no Kafka de quem roda os testes.
 *
 * <p>A propriedade de sistema {@code broker} escolhe: {@code broker-local} (o padrão, um processo filho) ou
 * {@code testcontainers} ({@code ./mvnw verify -Dbroker=testcontainers}, precisa de Docker).
 */
public interface BrokerDeTeste extends AutoCloseable {

    /** Um broker novo e vazio, já no ar. */
    static BrokerDeTeste novo() {
        var escolha = System.getProperty("broker", "broker-local");
        return switch (escolha) {
            case "broker-local" -> new BrokerFilho();
            case "testcontainers" -> new BrokerEmContainer();
            default ->
                throw new IllegalArgumentException("-Dbroker=" + escolha + ": use broker-local ou testcontainers");
        };
    }

    /** O broker desta JVM, compartilhado por todos os testes que não o param; cada um usa tópicos só seus. */
    static BrokerDeTeste compartilhado() {
        return Compartilhado.BROKER;
    }

    /** A raiz do repositório. */
    static Path raiz() {
        return Path.of(System.getProperty("raiz", "..")).toAbsolutePath().normalize();
    }

    /** O valor para {@code bootstrap.servers}; o mesmo depois de {@link #volta()}. */
    String servidores();

    /** A pasta {@code log.dirs}; vazio se o broker não escreve nos discos desta máquina. */
    Optional<Path> pastaDoLog();

    /** Para por bem; os dados ficam. */
    void para();

    /** {@code kill -9}; os dados ficam. */
    void mata();

    /** Para de responder sem fechar conexão nenhuma, até {@link #descongela()}: uma pausa longa da JVM, uma rede que some. */
    void congela();

    void descongela();

    /** Sobe de novo, no mesmo endereço e com os mesmos dados. */
    void volta();

    @Override
    void close();

    /** Um por JVM, criado no primeiro uso e parado no fim dela. */
    final class Compartilhado {
        private static final BrokerDeTeste BROKER = novo();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
        }

        private Compartilhado() {}
    }
}
