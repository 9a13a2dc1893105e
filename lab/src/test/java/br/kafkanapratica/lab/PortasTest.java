package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PortasTest {

    @Test
    void oSaldoErradoFicaAoLadoDoCertoSemTomarAPortaDeNinguem() {
        assertThat(Portas.PADRAO.saldoAoLado()).isEqualTo(5002);
        assertThat(new Portas(5003, 5001, 5002, 3).saldoAoLado()).isEqualTo(5009);
        assertThat(new Portas(9092, 65535, 65534).saldoAoLado()).isEqualTo(1024);
    }

    private static final Duration LOGO = Duration.ofMillis(300);

    @Test
    void valoresQueNaoServemSaoDitosComAOpcao() {
        Portas.PADRAO.confereValores();
        assertThatThrownBy(() -> new Portas(70000, 5001, 8080).confereValores())
                .hasMessage("--porta-kafka vai de 1 a 65535; veio 70000.");
        assertThatThrownBy(() -> new Portas(9092, 0, 8080).confereValores())
                .hasMessageContaining("--porta-saldo vai de");
        assertThatThrownBy(() -> new Portas(9092, 9092, 8080).confereValores())
                .hasMessage("--porta-kafka e --porta-saldo são a mesma porta, 9092: dê uma a cada programa.");
    }

    @Test
    void aSugestaoTambemExiste() {
        assertThat(Portas.outra(9092, 1000)).isEqualTo(10092);
        assertThat(Portas.outra(65535, 1000)).isEqualTo(64535);
    }

    @Test
    void portaTomadaEDitaComAOpcaoQueAMuda() throws IOException {
        try (var ocupante = escuta()) {
            var portas = new Portas(9092, ocupante.getLocalPort(), PortaLivre.uma());
            assertThatThrownBy(portas::confereLivres)
                    .hasMessageContaining("(saldo-service) já está em uso")
                    .hasMessageContaining("--porta-saldo");
        }
    }

    @Test
    void soEUmKafkaQuemRespondeComoUm() throws Exception {
        // correlationId 0x4b6e61, erro 0, nenhuma versão
        assertThat(respondem("0000000a 004b6e61 0000 00000000")).isTrue();
        assertThat(respondem("48545450 2f312e31 20343030 20426164"))
                .as("HTTP/1.1 400")
                .isFalse();
        try (var mudo = escuta()) {
            assertThat(ExameDaPorta.ehUmKafka(mudo.getLocalPort(), LOGO)).isFalse();
        }
    }

    private static boolean respondem(String bytes) throws Exception {
        try (var servidor = escuta()) {
            var resposta = CompletableFuture.runAsync(() -> {
                try (var cliente = servidor.accept()) {
                    var pedido = cliente.getInputStream().readNBytes(14);
                    assertThat(ByteBuffer.wrap(pedido).getInt()).isEqualTo(10);
                    cliente.getOutputStream().write(HexFormat.of().parseHex(bytes.replace(" ", "")));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            boolean kafka = ExameDaPorta.ehUmKafka(servidor.getLocalPort(), Duration.ofSeconds(20));
            resposta.get();
            return kafka;
        }
    }

    private static ServerSocket escuta() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
