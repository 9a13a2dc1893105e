package br.kafkanapratica.dashboard.compactacao;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.dashboard.DashboardProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentosTest {

    private static final Uuid TOPICO = Uuid.randomUuid();

    @TempDir
    private Path pasta;

    @BeforeEach
    void escreve() throws IOException {
        var particao = Files.createDirectories(pasta.resolve("contas-0"));
        Files.writeString(particao.resolve("partition.metadata"), "version: 0\ntopic_id: %s\n".formatted(TOPICO));
        Files.createFile(particao.resolve("00000000000000000000.log"));
        Files.createFile(particao.resolve("00000000000000000042.log"));
        Files.writeString(pasta.resolve("meta.properties"), "version=1\nnode.id=1\n");
    }

    @Test
    void oAtivoEOUltimoArquivoDaPasta_seEDesteTopico() {
        assertThat(segmentos().inicioDoAtivo(TOPICO, 0, List.of(1, 2))).hasValue(42);
        assertThat(segmentos().inicioDoAtivo(Uuid.randomUuid(), 0, List.of(1))).isEmpty();
        assertThat(segmentos().inicioDoAtivo(TOPICO, 1, List.of(1))).isEmpty();
    }

    /** A pasta de um broker morto fica como estava: o segmento ativo de agora é o dos outros. */
    @Test
    void deUmBrokerQueJaNaoEstaEmDiaNaoSeSabe() throws IOException {
        assertThat(segmentos().inicioDoAtivo(TOPICO, 0, List.of(2, 3))).isEmpty();
        assertThat(segmentos().porQueNaoSeSabe(List.of(2, 3))).contains("./lab.sh iniciar broker-1");
        assertThat(segmentos().porQueNaoSeSabe(List.of(1, 2))).contains("DASHBOARD_PASTADOLOG");

        Files.delete(pasta.resolve("meta.properties")); // não se sabe de quem é: vale o que lá está
        assertThat(segmentos().inicioDoAtivo(TOPICO, 0, List.of(2, 3))).hasValue(42);
    }

    private Segmentos segmentos() {
        return new Segmentos(new DashboardProperties(
                URI.create("http://localhost:5001"),
                null,
                pasta,
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                100,
                pasta.resolve("caderno.json"),
                null,
                List.of("localhost")));
    }
}
