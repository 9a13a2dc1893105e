package br.kafkanapratica.dashboard;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.mock.env.MockEnvironment;

/** Os comandos que uma página mostraria nestas portas. */
public final class ComandosDeTeste {

    private ComandosDeTeste() {}

    public static ComandosDaPagina nasPortasDeSempre() {
        return com("localhost:9092", 8080, 5001, null);
    }

    static ComandosDaPagina com(String kafka, int porta, int saldo, @Nullable String deFora) {
        var propriedades = new DashboardProperties(
                URI.create("http://localhost:" + saldo),
                null,
                Path.of("dados/kafka/log"),
                Duration.ofMillis(500),
                Duration.ofSeconds(20),
                1,
                Path.of("dados/caderno.json"),
                deFora,
                List.of("localhost"));
        return new ComandosDaPagina(
                new KafkaConnectionDetails() {
                    @Override
                    public List<String> getBootstrapServers() {
                        return List.of(kafka);
                    }
                },
                propriedades,
                new MockEnvironment().withProperty("local.server.port", Integer.toString(porta)));
    }
}
