package br.kafkanapratica.producer;

import static br.kafkanapratica.producer.Execucao.saldos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Sinal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Com um terminal dos dois lados, o do comando {@code script}: a barra, a edição da linha, e o Ctrl-C que ele manda. */
@EnabledOnOs(OS.LINUX)
class NoTerminalIT {

    private static final String CTRL_C = "\u0003";

    private final BrokerDeTeste broker = BrokerDeTeste.compartilhado();

    @AutoClose
    private ClienteDeTeste cliente;

    private String topico;

    @BeforeEach
    void criaTopico() {
        cliente = new ClienteDeTeste(broker.servidores());
        topico = Execucao.topicoNovo(cliente);
    }

    @Test
    void ctrlCNoMeioDaGeracaoContaTudoOQueSaiu() throws Exception {
        try (var terminal = new Terminal("--gerar", "100000000")) {
            terminal.espera("%"); // da barra
            terminal.digita(CTRL_C);

            assertThat(terminal.codigo()).isEqualTo(130);
            terminal.espera("Interrompido: " + cliente.log(topico).size() + " mensage");
        }
    }

    /** Também o que se colou antes da pergunta. */
    @Test
    void oQueSeDigitaAntesDaPerguntaNaoSePerde() throws Exception {
        try (var terminal = new Terminal("--interativo")) {
            terminal.digita("5\r300,00\rq\r");

            assertThat(terminal.codigo()).isZero();
            assertThat(saldos(cliente.log(topico))).containsExactly("5=300.00");
        }
    }

    /** Quem responde vê o que se perguntou de novo. */
    @Test
    void aRespostaRecusadaPerguntaSeOutraVez() throws Exception {
        try (var terminal = new Terminal("--interativo")) {
            terminal.responde("Cliente ID: ", "5");
            terminal.responde("Saldo: ", "1.234");
            terminal.espera("\"1.234\" é ambíguo");
            terminal.responde("Saldo: ", "300,00");
            terminal.responde("Cliente ID: ", "q");

            assertThat(terminal.codigo()).isZero();
            terminal.espera("Até logo!");
            assertThat(saldos(cliente.log(topico))).containsExactly("5=300.00");
        }
    }

    @Test
    void ctrlCNumaPerguntaTerminaPorBem() throws Exception {
        try (var terminal = new Terminal("--interativo")) {
            terminal.espera("Cliente ID: ");
            terminal.digita(CTRL_C);

            assertThat(terminal.codigo()).isZero();
            terminal.espera("Até logo!");
        }
    }

    @Test
    void ctrlCAEsperaDoKafkaDizDeQuemNaoSeSabe() throws Exception {
        try (var terminal = new Terminal("--interativo")) {
            terminal.responde("Cliente ID: ", "5");
            terminal.responde("Saldo: ", "150,50");
            terminal.espera("Produzido -> key=5");
            broker.congela();
            try {
                terminal.responde("Cliente ID: ", "7");
                terminal.responde("Saldo: ", "12,34");
                terminal.espera("Ctrl-C desiste");
                terminal.digita(CTRL_C);

                assertThat(terminal.codigo()).isEqualTo(130);
                terminal.espera("NÃO CONFIRMADO -> key=7");
            } finally {
                broker.descongela();
            }
        }
    }

    /** O producer num terminal, e o que uma pessoa lá vê e digita. */
    private final class Terminal implements AutoCloseable {

        private final Process processo;
        private final StringBuffer tela = new StringBuffer();
        private int visto;

        Terminal(String... argumentos) throws IOException {
            var programa = Sinal.comCtrlC(Execucao.programa(broker.servidores(), topico, argumentos));
            var comando = programa.comando().stream()
                    .map(palavra -> "'" + palavra.replace("'", "'\\''") + "'")
                    .collect(Collectors.joining(" ", "stty cols 80 rows 24; exec ", ""));
            var script = new ProcessBuilder("script", "--quiet", "--return", "--command", comando, "/dev/null")
                    .directory(programa.pasta().toFile())
                    .redirectErrorStream(true);
            script.environment().putAll(programa.ambiente());
            script.environment().put("TERM", "xterm");
            processo = script.start();
            var leitora = new Thread(this::le, "tela");
            leitora.setDaemon(true);
            leitora.start();
        }

        private void le() {
            try (var saida = processo.inputReader(StandardCharsets.UTF_8)) {
                for (int letra; (letra = saida.read()) != -1; ) {
                    tela.append((char) letra);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Que apareça, depois do que já se esperou. */
        void espera(String texto) {
            await().atMost(Execucao.PRAZO)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(tela.substring(visto)).contains(texto));
            visto = tela.indexOf(texto, visto) + texto.length();
        }

        void responde(String pergunta, String resposta) throws IOException {
            espera(pergunta);
            digita(resposta + "\r");
        }

        void digita(String texto) throws IOException {
            processo.getOutputStream().write(texto.getBytes(StandardCharsets.UTF_8));
            processo.getOutputStream().flush();
        }

        int codigo() throws InterruptedException {
            assertThat(processo.waitFor(Execucao.PRAZO.toSeconds(), TimeUnit.SECONDS))
                    .as("terminou")
                    .isTrue();
            return processo.exitValue();
        }

        /** O que ele deixa é morto com o terminal. */
        @Override
        public void close() {
            processo.descendants().forEach(ProcessHandle::destroyForcibly);
            processo.destroyForcibly();
        }
    }
}
