package br.kafkanapratica.notificacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class CorreioTest {

    private static final List<String> DOIS = List.of("[NOTIFICACAO] um", "[NOTIFICACAO] dois");

    private final ByteArrayOutputStream erros = new ByteArrayOutputStream();
    private final Disco disco = new Disco();
    private final Correio correio = correio(disco, System::nanoTime);

    @Test
    void comODiscoCheioNadaEDadoPorAvisadoEASaudeDizPorQue() {
        disco.livre = 20;

        assertThatThrownBy(() -> entrega(correio))
                .isInstanceOf(AvisosPorSair.class)
                .hasMessageContaining("disco");

        var saude = new SaudeDoCorreio(correio).health();
        assertThat(saude.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(saude.getDetails().get("motivo")).asString().contains("No space left on device");
    }

    @Test
    void dizUmaVezQueNaoConsegueEUmaQueVoltou() {
        disco.livre = 0;
        for (int vez = 0; vez < 3; vez++) {
            assertThatThrownBy(() -> entrega(correio)).isInstanceOf(AvisosPorSair.class);
        }
        disco.livre = Integer.MAX_VALUE;
        entrega(correio);
        entrega(correio);

        assertThat(erros.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        linha -> assertThat(linha).contains("ERRO").contains("Libere espaço"),
                        linha -> assertThat(linha).contains("voltaram a sair"));
        assertThat(new SaudeDoCorreio(correio).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void quandoOEspacoVoltaOsAvisosSaemInteirosELongeDaLinhaQueFicouAMeio() {
        disco.livre = 30; // a primeira linha fica a meio
        assertThatThrownBy(() -> entrega(correio)).isInstanceOf(AvisosPorSair.class);
        disco.livre = Integer.MAX_VALUE;
        entrega(correio);

        var linhas = disco.escrito.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(linhas).hasSize(3);
        assertThat(linhas.subList(1, 3))
                .allMatch(linha -> linha.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  \\[NOTIFICACAO] (um|dois)"));
    }

    /** O mesmo pelo sistema operacional, e não por um disco nosso. */
    @Test
    void oDevFullEUmDiscoCheio() throws IOException {
        var cheio = Path.of("/dev/full");
        assumeTrue(Files.exists(cheio));
        try (var terminal = new FileOutputStream(cheio.toFile())) {
            var real = correio(terminal, System::nanoTime);

            assertThatThrownBy(() -> entrega(real)).isInstanceOf(AvisosPorSair.class);
        }
    }

    @Test
    void quandoQuemLiaMorreuASaudeDiz() throws IOException {
        var terminal = new PipedOutputStream();
        var fechado = correio(terminal, System::nanoTime);
        terminal.connect(new PipedInputStream());
        terminal.close();

        assertThatThrownBy(() -> entrega(fechado)).isInstanceOf(AvisosPorSair.class);
        assertThat(fechado.problema()).isPresent();
    }

    @Test
    void umTerminalParadoApareceNaSaudeEnquantoDura() throws InterruptedException {
        var agora = new AtomicLong();
        var terminal = new Parado();
        var parado = correio(terminal, agora::get);
        var entrega = CompletableFuture.runAsync(() -> entrega(parado));
        terminal.escrevendo.await();
        assertThat(parado.problema()).isEmpty();

        agora.set(Correio.PACIENCIA.plusMillis(1).toNanos());
        assertThat(parado.problema())
                .hasValueSatisfying(motivo -> assertThat(motivo).contains("Ctrl+Q"));

        terminal.anda.countDown();
        entrega.join();
        assertThat(parado.problema()).isEmpty();
    }

    @Test
    void umTextoVindoDoTopicoNaoMudaOTerminal() {
        correio.entrega(correio.redige(List.of("a\u001b[2Jb\nc")));

        assertThat(disco.escrito.toString(StandardCharsets.UTF_8)).endsWith("a·[2Jb·c" + System.lineSeparator());
    }

    private static void entrega(Correio correio) {
        correio.entrega(correio.redige(DOIS));
    }

    private Correio correio(OutputStream terminal, LongSupplier nanos) {
        return new Correio(terminal, new PrintStream(erros, true, StandardCharsets.UTF_8), Clock.systemUTC(), nanos);
    }

    /** Não escreve até que o deixem: Ctrl+S, um pipe cheio. */
    private static final class Parado extends OutputStream {

        private final CountDownLatch escrevendo = new CountDownLatch(1);
        private final CountDownLatch anda = new CountDownLatch(1);

        @Override
        public void write(int umByte) {
            escrevendo.countDown();
            try {
                anda.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Onde cabem só tantos bytes. */
    private static final class Disco extends OutputStream {

        private final ByteArrayOutputStream escrito = new ByteArrayOutputStream();
        private int livre = Integer.MAX_VALUE;

        @Override
        public void write(int umByte) throws IOException {
            write(new byte[] {(byte) umByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int de, int quantos) throws IOException {
            int cabem = Math.min(livre, quantos);
            escrito.write(bytes, de, cabem);
            livre -= cabem;
            if (cabem < quantos) {
                throw new IOException("No space left on device");
            }
        }
    }
}
