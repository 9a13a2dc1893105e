package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.controle.Pedido;
import br.kafkanapratica.experimentos.controle.Resposta;
import br.kafkanapratica.experimentos.controle.Soquete;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class AtendimentoDoControleTest {

    private static final Duration PACIENCIA = Duration.ofSeconds(20);

    @TempDir
    private Path raiz;

    private final List<Pedido> pedidos = new CopyOnWriteArrayList<>();

    @BeforeEach
    void cria() throws IOException {
        new Pasta(raiz).cria();
    }

    @Test
    void sohODonoDaPastaAlcancaOSoqueteENoFimNaoFicaNada() throws IOException {
        try (var atendimento = abre(raiz, PACIENCIA)) {
            assertThat(atendimento.onde()).isEqualTo(raiz.resolve(".lab/controle"));
            assertThat(permissoes(raiz.resolve(".lab"))).isEqualTo("rwx------");
            assertThat(permissoes(atendimento.onde())).isEqualTo("rw-------");
            assertThat(ControleDoLab.de(raiz).pede("linhas", "estoque", "3"))
                    .isEqualTo(Resposta.ok("linhas estoque 3", List.of("a", "b")));
        }
        assertThat(raiz.resolve(".lab/controle")).doesNotExist();
        assertThat(ControleDoLab.de(raiz).noAr()).isFalse();
    }

    @Test
    void oSoqueteDeUmLaboratorioQueMorreuNaoAtrapalha() throws IOException {
        try (var morto = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            morto.bind(UnixDomainSocketAddress.of(raiz.resolve(".lab/controle")));
        }
        try (var atendimento = abre(raiz, PACIENCIA)) {
            assertThat(ControleDoLab.de(raiz).noAr())
                    .as("em " + atendimento.onde())
                    .isTrue();
        }
    }

    @Test
    void numaPastaFundaOSoqueteFicaNumaTemporariaSoDoDonoEADoMortoEApagada() throws IOException {
        var funda = Files.createDirectories(raiz.resolve("fundo/".repeat(18) + "é"));
        new Pasta(funda).cria();
        var doMorto = Files.createTempDirectory("kafka-na-pratica-");
        Files.createFile(doMorto.resolve("controle"));
        Soquete.daRaiz(funda).anota(doMorto.resolve("controle"));
        Path pasta;
        try (var atendimento = abre(funda, PACIENCIA)) {
            assertThat(doMorto).doesNotExist();
            pasta = atendimento.onde().getParent();
            assertThat(pasta).isNotEqualTo(funda.resolve(".lab"));
            assertThat(permissoes(pasta)).isEqualTo("rwx------");
            assertThat(ControleDoLab.de(funda).noAr()).isTrue();
            assertThat(ControleDoLab.em(atendimento.onde()).noAr()).isTrue();
        }
        assertThat(pasta).doesNotExist();
        assertThat(funda.resolve(".lab/controle-em")).doesNotExist();
    }

    @Test
    void numDiscoQueNaoGuardaPermissoesTambem() throws IOException {
        Files.setPosixFilePermissions(raiz.resolve(".lab"), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var atendimento = abre(raiz, PACIENCIA)) {
            assertThat(atendimento.onde().getParent()).isNotEqualTo(raiz.resolve(".lab"));
            assertThat(ControleDoLab.de(raiz).noAr()).isTrue();
        }
    }

    @Test
    void aNotaNaoFazApagarOQueNaoEDoLaboratorio() throws IOException {
        var alheia = Files.createDirectories(raiz.resolve("alheia"));
        Files.createFile(alheia.resolve("controle"));
        Files.setPosixFilePermissions(alheia, PosixFilePermissions.fromString("rwx------"));
        Soquete.daRaiz(raiz).anota(alheia.resolve("controle"));
        abre(raiz, PACIENCIA).close();
        assertThat(alheia.resolve("controle")).exists();
    }

    @Test
    void umaCopiaDaPastaNaoMandaNoLaboratorioDaOutraNemOApaga() throws IOException {
        Files.setPosixFilePermissions(raiz.resolve(".lab"), PosixFilePermissions.fromString("rwxrwxrwx"));
        var copia = Files.createDirectories(raiz.resolve("copia"));
        new Pasta(copia).cria();
        try (var atendimento = abre(raiz, PACIENCIA)) {
            Files.copy(raiz.resolve(".lab/controle-em"), copia.resolve(".lab/controle-em"));
            assertThat(ControleDoLab.de(copia).noAr()).isFalse();
            abre(copia, PACIENCIA).close();
            assertThat(ControleDoLab.em(atendimento.onde()).noAr()).isTrue();
            assertThat(ControleDoLab.de(raiz).noAr()).isTrue();
        }
    }

    @Test
    void quemConectaESeCalaEDeixadoEOsOutrosSaoAtendidos() throws IOException {
        try (var atendimento = abre(raiz, Duration.ofSeconds(2))) {
            var calados = IntStream.range(0, 8)
                    .mapToObj(i -> conecta(atendimento.onde()))
                    .toList();
            assertThat(ControleDoLab.de(raiz).noAr()).isTrue();
            for (var calado : calados) {
                await().atMost(PACIENCIA).until(() -> calado.read(ByteBuffer.allocate(1)) < 0);
                calado.close();
            }
            assertThat(pedidos).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matar ../pagamento\n",
                "matar 12 34\n",
                "matar pagamento\u0000\n",
                "matar pagamento \n",
                "\n",
                "GET / HTTP/1.1\r\n",
                "\u00ff\u00fe\n"
            })
    void oQueNaoEUmPedidoERecusadoNumaFraseENaoChegaAQuemFaz(String cru) throws IOException {
        try (var atendimento = abre(raiz, PACIENCIA)) {
            assertThat(diz(atendimento.onde(), cru)).startsWith("erro ").hasLineCount(1);
            assertThat(pedidos).isEmpty();
        }
    }

    @Test
    void umPedidoCortadoNoMeioNaoEUmPedidoEDepoisDoPrimeiroNaoHaOutro() throws IOException {
        try (var atendimento = abre(raiz, PACIENCIA)) {
            assertThat(diz(atendimento.onde(), "matar pagamento")).isEmpty();
            assertThat(diz(atendimento.onde(), "x".repeat(100_000))).isEmpty();
            assertThat(pedidos).isEmpty();
            assertThat(diz(atendimento.onde(), "matar pagamento\nmatar broker\n"))
                    .startsWith("ok matar pagamento");
            assertThat(pedidos).extracting(Pedido::linha).containsExactly("matar pagamento");
        }
    }

    @Test
    void umDefeitoDeQuemFazEUmaFraseENaoOFim() throws IOException {
        try (var atendimento = AtendimentoDoControle.abre(
                Soquete.daRaiz(raiz),
                pedido -> {
                    throw new UnsupportedOperationException("algo");
                },
                PACIENCIA)) {
            for (int vez = 0; vez < 2; vez++) {
                assertThat(ControleDoLab.em(atendimento.onde())
                                .pede("processos")
                                .frase())
                        .contains("não conseguiu", "./stop.sh && ./start.sh");
            }
        }
    }

    private AtendimentoDoControle abre(Path raiz, Duration paciencia) throws IOException {
        return AtendimentoDoControle.abre(
                Soquete.daRaiz(raiz),
                pedido -> {
                    pedidos.add(pedido);
                    return Resposta.ok(pedido.linha(), List.of("a", "b"));
                },
                paciencia);
    }

    private static SocketChannel conecta(Path onde) {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(onde));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** O que se recebe até o laboratório fechar. */
    private static String diz(Path onde, String cru) throws IOException {
        try (var canal = conecta(onde)) {
            var bytes = ByteBuffer.wrap(cru.getBytes(StandardCharsets.ISO_8859_1));
            try {
                while (bytes.hasRemaining()) {
                    canal.write(bytes);
                }
                canal.shutdownOutput();
            } catch (IOException e) {
                return ""; // desligou antes de ouvir tudo
            }
            var lido = ByteBuffer.allocate(4096);
            try {
                while (canal.read(lido) >= 0) {
                    assertThat(lido.hasRemaining()).isTrue();
                }
            } catch (IOException e) {
                // desligou com coisas por ler
            }
            return new String(lido.array(), 0, lido.position(), StandardCharsets.UTF_8);
        }
    }

    private static String permissoes(Path caminho) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(caminho));
    }
}
