package br.kafkanapratica.benchmarks.bancada;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.utils.Utils;

/** Um broker só da medição, numa porta livre e numa pasta temporária, que some com ele. */
public final class BrokerDeMedida implements AutoCloseable {

    public static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx512m");

    private static final Duration PRAZO = Duration.ofMinutes(1);

    private final Path pasta;
    private final String servidores;
    private final Processo broker;

    public BrokerDeMedida(Path raiz) throws IOException {
        pasta = Files.createTempDirectory("kafka-de-benchmark");
        int porta = PortaLivre.uma();
        servidores = "localhost:" + porta;
        broker = Programa.jar(raiz, "broker-local", JVM.toArray(String[]::new))
                .comArgumentos(
                        "--porta",
                        Integer.toString(porta),
                        "--dados",
                        pasta.resolve("kafka").toString())
                .inicia();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close)); // também no Ctrl-C
        broker.esperaLinha(linha -> linha.startsWith("Broker Kafka pronto"), PRAZO);
    }

    public String servidores() {
        return servidores;
    }

    public ProcessHandle processo() {
        return broker.identidade();
    }

    /** Onde os programas medidos podem deixar o que escrevem. */
    public Path pasta() {
        return pasta;
    }

    public static <T> T espera(Future<T> resposta) {
        try {
            return resposta.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Pode ser chamado mais de uma vez e de outra thread. */
    @Override
    public synchronized void close() {
        broker.mata();
        try {
            Utils.delete(pasta.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
