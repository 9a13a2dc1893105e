package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

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
    void asTomadasSaoDitasTodasComUmComandoQueServe() throws IOException {
        try (var umOcupante = escuta();
                var outroOcupante = escuta()) {
            int saldo = umOcupante.getLocalPort();
            int dashboard = outroOcupante.getLocalPort();
            var mensagem = mensagem(() -> new Portas(10092, saldo, dashboard, 3).confereLivres(" --limpar"));
            assertThat(mensagem)
                    .contains(
                            "a porta %d (saldo-service) já está em uso, e a porta %d (dashboard) já está em uso"
                                    .formatted(saldo, dashboard),
                            "./start.sh --brokers 3 --porta-kafka 10092 --porta-saldo ");
            assertThat(mensagem).endsWith(" --limpar");
            sugeridas(mensagem).confereLivres("");
            assertThat(mensagem(() -> new Portas(9092, saldo, PortaLivre.uma()).confereLivres("")))
                    .doesNotContain("--brokers", "--porta-kafka", "e a porta");
        }
    }

    /** No mesmo Kafka, dois laboratórios levariam os pedidos um do outro. */
    @Test
    void comOutroLaboratorioNoArSugereOutroKafkaEPortasLongeDasDele() throws IOException {
        try (var kafka = escuta();
                var saldo = escuta();
                var dashboard = escuta()) {
            var deles = new Portas(kafka.getLocalPort(), saldo.getLocalPort(), dashboard.getLocalPort());
            var sugeridas = sugeridas(mensagem(() -> deles.confereLivres("")));
            assertThat(sugeridas.kafka()).isNotEqualTo(deles.kafka());
            assertThat(sugeridas.saldo()).as("a do saldo-service errado deles").isNotEqualTo(deles.saldo() + 1);

            var soUmaTomada = new Portas(deles.kafka(), deles.saldo(), PortaLivre.uma());
            assertThat(sugeridas(mensagem(() -> soUmaTomada.confereLivres(""))).kafka())
                    .as("um Kafka que já havia é para usar")
                    .isEqualTo(deles.kafka());
        }
    }

    /** O localhost de um navegador é, antes de 127.0.0.1, o ::1. */
    @Test
    @EnabledIf("haIpv6")
    void aQueOutroTemSoNoIpv6TambemEstaOcupada() throws IOException {
        try (var ocupante = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assertThat(ExameDaPorta.ocupada(ocupante.getLocalPort())).isTrue();
        }
        assertThat(ExameDaPorta.ocupada(PortaLivre.uma())).isFalse();
    }

    static boolean haIpv6() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(endereco -> endereco instanceof Inet6Address && endereco.isLoopbackAddress());
    }

    @Test
    void oQueSeSugereAUmKafkaTambemEstaLivreENaoMudaOResto() throws IOException {
        try (var ocupante = escuta()) {
            var portas = new Portas(ocupante.getLocalPort() - 1000, 5001, 8090);
            var outras = portas.comOutroKafka();
            assertThat(outras.kafka()).isBetween(1, 65535).isNotEqualTo(ocupante.getLocalPort());
            assertThat(outras.comando())
                    .isEqualTo("./start.sh --porta-kafka %d --porta-dashboard 8090".formatted(outras.kafka()));
        }
        assertThat(new Portas(65535, 5001, 8080).comOutroKafka().kafka()).isEqualTo(64535);
        assertThat(new Portas(9092, 10092, 8080).comOutroKafka().kafka()).isGreaterThan(10092);
    }

    private static String mensagem(ThrowingCallable tarefa) {
        return String.valueOf(catchThrowable(tarefa).getMessage());
    }

    private static Portas sugeridas(String mensagem) {
        var numeros = Pattern.compile("--porta-\\w+ (\\d+)")
                .matcher(mensagem)
                .results()
                .mapToInt(achado -> Integer.parseInt(achado.group(1)))
                .toArray();
        return new Portas(numeros[0], numeros[1], numeros[2], 3);
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
