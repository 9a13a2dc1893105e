package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final Duration PRAZO = Duration.ofSeconds(20);

    private final PrintStream deAntes = System.out;
    private final PrintStream errosDeAntes = System.err;
    private final ByteArrayOutputStream erros = new ByteArrayOutputStream();
    private final ByteArrayOutputStream escrito = new ByteArrayOutputStream();
    private final CountDownLatch anda = new CountDownLatch(1);

    @AfterEach
    void devolve() {
        anda.countDown();
        System.setOut(deAntes);
        System.setErr(errosDeAntes);
    }

    /** Um Ctrl-S parava quem lia os programas e, com o pipe cheio, os programas. */
    @Test
    void paradoNaoPrendeNinguemEQuandoAndaDizOQueNaoMostrou() {
        System.setOut(parado());
        var terminal = new Terminal();
        long comecou = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            terminal.mostra("linha " + i);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - comecou)).isLessThan(PRAZO);
        terminal.diz("Tudo parado");
        System.setErr(new PrintStream(erros, true, StandardCharsets.UTF_8));
        terminal.erro("ERRO: a saída dos erros pode ser outra");
        assertThat(texto()).isEmpty();
        assertThat(erros.toString(StandardCharsets.UTF_8)).contains("ERRO: a saída dos erros");

        anda.countDown();
        await().atMost(PRAZO)
                .untilAsserted(() -> assertThat(texto())
                        .contains("linha 0", "linha 1999", "Tudo parado")
                        .doesNotContain("linha 9999")
                        .contains("(8000 linhas que não couberam aqui estão em .lab/logs)"));
    }

    @Test
    void oQueOLaboratorioDizEstaEscritoQuandoVoltaEDepoisDoQueVeioAntes() {
        System.setOut(new PrintStream(escrito, true, StandardCharsets.UTF_8));
        var terminal = new Terminal();
        terminal.mostra("antes");
        terminal.mostra("x".repeat(5000));
        terminal.diz("Tudo no ar");
        assertThat(texto().lines().toList())
                .startsWith("antes")
                .endsWith("Tudo no ar")
                .contains("x".repeat(4000) + "… (5000 caracteres: inteira em .lab/logs)");
    }

    private String texto() {
        return escrito.toString(StandardCharsets.UTF_8);
    }

    private PrintStream parado() {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int de, int quantos) {
                        try {
                            anda.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        escrito.write(bytes, de, quantos);
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }
}
