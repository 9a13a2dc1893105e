package br.kafkanapratica.armadilhas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SemKafkaTest {

    /** Numa porta em que há alguém, que não responde: ninguém mais a toma durante o teste. */
    @Test
    void quemNaoResponde_ditoComOConserto() throws IOException {
        try (var mudo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var servidores = "localhost:" + mudo.getLocalPort();
            var opcoes = Opcoes.de("--spring.kafka.bootstrap-servers=" + servidores);

            assertThat(SemKafka.motivo(opcoes, Duration.ofMillis(300)))
                    .hasValueSatisfying(motivo ->
                            assertThat(motivo).contains(servidores, "./start.sh --porta-kafka " + mudo.getLocalPort()));
        }
    }

    @Test
    void oEnderecoErrado() {
        assertThat(SemKafka.motivo(Opcoes.de("--spring.kafka.bootstrap-servers=kafka"), Duration.ofMillis(300)))
                .hasValueSatisfying(motivo -> assertThat(motivo)
                        .contains("\"kafka\" não é um endereço")
                        .doesNotContain("tentando"));
    }
}
