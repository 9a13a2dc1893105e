package br.kafkanapratica.dashboard.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import br.kafkanapratica.dashboard.lab.LabController.Ordem;
import br.kafkanapratica.dashboard.lab.LabController.Programa;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.ErrorResponseException;

/** Com um laboratório de mentira, que responde sempre o mesmo. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LabControllerTest {

    private static final String CHAVE = "segredo";

    @TempDir
    private Path pasta;

    @Test
    void mostraOsProgramasESeQuemPerguntaTemAChave() throws IOException {
        try (var lab = new LabDeMentira(
                "ok 1 de 2 no ar\n"
                        + "estoque-id-fixo\testoque-service\t12\tpausado\t2026-11-27T12:00:00Z\tarmadilha\t10s\t0\ta-1\t2026-11-27T12:00:02Z\t-\n"
                        + "saldo-service\tsaldo-service\t13\tterminado\t2026-11-27T12:00:01Z\tcerto\t-\t5001\t-\t-\tkill -9\n")) {
            var visto = lab.controller().mostra(CHAVE);
            assertThat(visto).isNotNull();
            assertThat(visto.noAr()).isTrue();
            assertThat(visto.comChave()).isTrue();
            assertThat(visto.frase()).isEmpty();
            assertThat(visto.processos())
                    .extracting(Programa::nome, Programa::estado, Programa::armadilha, Programa::fim)
                    .containsExactly(
                            tuple("estoque-id-fixo", "pausado", true, null),
                            tuple("saldo-service", "terminado", false, "kill -9"));
            assertThat(visto.processos().get(0).naMao()).isNotNull();
            assertThat(visto.processos().get(1).naMao()).isNull();
            var semChave = lab.controller().mostra(null);
            assertThat(semChave).isNotNull();
            assertThat(semChave.comChave()).isFalse();
            assertThat(semChave.frase()).contains("./lab.sh endereco");
            assertThat(semChave.processos()).hasSize(2);
        }
    }

    @Test
    void comAChaveMandaESemElaOLaboratorioNemFicaSabendo() throws IOException {
        try (var lab = new LabDeMentira("ok Feito.\n")) {
            var controller = lab.controller();
            assertThat(controller
                            .manda("matar", CHAVE, new Ordem("pagamento", null))
                            .frase())
                    .isEqualTo("Feito.");
            controller.manda("lento", CHAVE, new Ordem("estoque", "10s"));
            for (var chave : new String[] {null, "", "segred", "segredos", "SEGREDO"}) {
                assertThatThrownBy(() -> controller.manda("matar", chave, new Ordem("broker", null)))
                        .isInstanceOf(ErrorResponseException.class)
                        .hasMessageContaining("403");
            }
            assertThat(lab.pedidos).containsExactly("matar pagamento", "lento estoque 10s");
        }
    }

    @Test
    void aRecusaDoLaboratorioChegaComAFrase() throws IOException {
        try (var lab = new LabDeMentira("erro Não há nenhum x neste laboratório.\n")) {
            assertThatThrownBy(() -> lab.controller().manda("matar", CHAVE, new Ordem("x", null)))
                    .hasMessageContaining("409")
                    .hasMessageContaining("Não há nenhum x neste laboratório.");
        }
    }

    @Test
    void semLaboratorioDizOComandoNoLugarDoBotao() {
        var aMao = new LabController(new LabProperties(null, null));
        var visto = aMao.mostra(null);
        assertThat(visto).isNotNull();
        assertThat(visto.noAr()).isFalse();
        assertThat(visto.frase()).contains("./start.sh");
        assertThatThrownBy(() -> aMao.manda("matar", null, new Ordem("pagamento", null)))
                .hasMessageContaining("503")
                .hasMessageContaining("./lab.sh matar pagamento");
    }

    @Test
    void umaChaveVaziaNaoAbreNadaENenhumaVaiAoLog() {
        assertThat(new LabProperties(pasta, "").abre("")).isFalse();
        assertThat(new LabProperties(pasta, null).abre(null)).isFalse();
        assertThat(new LabProperties(pasta, CHAVE)).asString().doesNotContain(CHAVE);
    }

    private final class LabDeMentira implements AutoCloseable {

        final List<String> pedidos = new CopyOnWriteArrayList<>();
        private final ServerSocketChannel canal = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

        LabDeMentira(String resposta) throws IOException {
            canal.bind(UnixDomainSocketAddress.of(pasta.resolve("controle")));
            var thread = new Thread(() -> atende(resposta));
            thread.setDaemon(true);
            thread.start();
        }

        LabController controller() {
            return new LabController(new LabProperties(pasta.resolve("controle"), CHAVE));
        }

        private void atende(String resposta) {
            try {
                while (true) {
                    try (var conexao = canal.accept()) {
                        var bytes = ByteBuffer.allocate(512);
                        conexao.read(bytes);
                        pedidos.add(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip());
                        conexao.write(ByteBuffer.wrap(resposta.getBytes(StandardCharsets.UTF_8)));
                    }
                }
            } catch (IOException e) {
                // fechado: o teste acabou
            }
        }

        @Override
        public void close() throws IOException {
            canal.close();
        }
    }
}
