package br.kafkanapratica.experimentos.controle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Com um laboratório de mentira, que só responde o que lhe mandam. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ControleDoLabTest {

    @TempDir
    private Path raiz;

    @Test
    void pedeNumaLinhaELeARespostaInteira() throws Exception {
        try (var lab = new LabDeMentira(pasta().resolve("controle"), "ok Feito.\num\ndois\n")) {
            var resposta = ControleDoLab.de(raiz).pede("matar", "pagamento");
            assertThat(resposta).isEqualTo(Resposta.ok("Feito.", List.of("um", "dois")));
            assertThat(lab.pedidos.take()).isEqualTo("matar pagamento\n");
        }
    }

    @Test
    void umaRecusaVemComAFrase() throws Exception {
        try (var lab = new LabDeMentira(pasta().resolve("controle"), "erro Não há.\n")) {
            assertThat(ControleDoLab.em(lab.soquete).pede("iniciar", "nada")).isEqualTo(Resposta.recusa("Não há."));
        }
    }

    @Test
    void semLaboratorioDizComoOSubirEUmPedidoTortoNemOProcura() throws IOException {
        var lab = ControleDoLab.de(raiz);
        assertThat(lab.pede("processos").frase()).isEqualTo("O laboratório não está no ar. Suba-o com ./start.sh");
        assertThat(lab.noAr()).isFalse();
        assertThat(lab.processos()).isEmpty();
        assertThat(lab.pede("matar", "a\nb").situacao()).isEqualTo(Resposta.Situacao.RECUSADO);

        try (var canal = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            canal.bind(UnixDomainSocketAddress.of(pasta().resolve("controle")));
        }
        assertThat(pasta().resolve("controle"))
                .as("o de um laboratório que morreu")
                .exists();
        assertThat(lab.pede("processos").frase()).contains("./start.sh");
    }

    @Test
    void quemAceitaESeCalaNaoPrendeQuemPede() throws Exception {
        try (var lab = new LabDeMentira(pasta().resolve("controle"), null)) {
            var resposta = ControleDoLab.em(lab.soquete)
                    .comPaciencia(Duration.ofMillis(200))
                    .pede("processos");
            assertThat(resposta.situacao()).isEqualTo(Resposta.Situacao.SEM_LABORATORIO);
            assertThat(resposta.frase()).contains("Ctrl-Z");
        }
    }

    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX) // o macOS recusa a conexão, como se ninguém houvesse
    void umSuspensoComAFilaDeConexoesCheiaTambemNao() throws Exception {
        var soquete = pasta().resolve("controle");
        try (var canal = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            canal.bind(UnixDomainSocketAddress.of(soquete), 1);
            var lab = ControleDoLab.em(soquete).comPaciencia(Duration.ofMillis(200));
            for (int vez = 0; vez < 5; vez++) {
                assertThat(lab.pede("processos").frase()).contains("não responde", "Ctrl-Z");
            }
        }
    }

    @Test
    void quemFechaSemResponderEDito() throws Exception {
        try (var lab = new LabDeMentira(pasta().resolve("controle"), "")) {
            assertThat(ControleDoLab.em(lab.soquete).pede("processos").frase()).contains("sem responder");
        }
    }

    @Test
    void aNotaSoValeSeAPastaESoDoDono() throws Exception {
        var longe = Files.createDirectories(raiz.resolve("longe"));
        try (var lab = new LabDeMentira(longe.resolve("controle"), "ok Aqui.\n")) {
            Soquete.daRaiz(pasta().getParent()).anota(lab.soquete);
            Files.setPosixFilePermissions(longe, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(ControleDoLab.de(raiz).noAr()).isFalse();
            Files.setPosixFilePermissions(longe, PosixFilePermissions.fromString("rwx------"));
            assertThat(ControleDoLab.de(raiz).pede("processos").frase()).isEqualTo("Aqui.");
        }
    }

    private Path pasta() throws IOException {
        return Files.createDirectories(raiz.resolve(".lab"));
    }

    /** Atende conexões com a mesma resposta; com nenhuma, aceita-as e se cala. */
    private static final class LabDeMentira implements AutoCloseable {

        final Path soquete;
        final BlockingQueue<String> pedidos = new LinkedBlockingQueue<>();
        private final ServerSocketChannel canal = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

        LabDeMentira(Path soquete, String resposta) throws IOException {
            this.soquete = soquete;
            canal.bind(UnixDomainSocketAddress.of(soquete));
            var thread = new Thread(() -> atende(resposta));
            thread.setDaemon(true);
            thread.start();
        }

        private void atende(String resposta) {
            try {
                while (true) {
                    var conexao = canal.accept();
                    pedidos.add(linha(conexao));
                    if (resposta != null) {
                        conexao.write(ByteBuffer.wrap(resposta.getBytes(StandardCharsets.UTF_8)));
                        conexao.close();
                    }
                }
            } catch (IOException e) {
                // fechado: o teste acabou
            }
        }

        private static String linha(SocketChannel conexao) throws IOException {
            var bytes = ByteBuffer.allocate(Pedido.MAIOR_LINHA);
            conexao.read(bytes);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            canal.close();
        }
    }
}
