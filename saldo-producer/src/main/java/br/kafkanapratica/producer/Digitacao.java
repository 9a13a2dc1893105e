package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Tela;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** De onde vêm as respostas da pessoa. */
interface Digitacao extends AutoCloseable {

    /** A linha respondida, ou null quando não há mais (Ctrl-D, Ctrl-C, fim do pipe). */
    @Nullable
    String le(String rotulo);

    /** Se a linha seguinte já está escrita, e por isso não responde ao que ainda se vai perguntar. */
    boolean jaVeioMais();

    @Override
    void close();

    static Digitacao abre() {
        if (!Tela.temTerminal()) {
            return new Pipe();
        }
        try {
            return new NoTerminal(TerminalBuilder.builder()
                    .system(true)
                    .encoding(StandardCharsets.UTF_8)
                    .stdinEncoding(StandardCharsets.UTF_8)
                    .stdoutEncoding(StandardCharsets.UTF_8)
                    .graphemeCluster(false) // perguntar ao terminal se o sabe fazer engole o que já se digitou
                    .build());
        } catch (IOException e) {
            return new Pipe();
        }
    }

    /** Com edição da linha, setas e histórico. */
    final class NoTerminal implements Digitacao {

        private static final int CTRL_C = 130;

        private final Terminal terminal;
        private final LineReader leitor;

        private NoTerminal(Terminal terminal) {
            this.terminal = terminal;
            // Fora de uma pergunta; nela, quem o ouve é o leitor. O que o JLine põe no seu lugar até o Java 21 mata o
            // processo calado.
            terminal.handle(Terminal.Signal.INT, sinal -> System.exit(CTRL_C));
            this.leitor = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .build();
        }

        @Override
        public @Nullable String le(String rotulo) {
            try {
                return leitor.readLine(rotulo);
            } catch (EndOfFileException | UserInterruptException e) {
                return null;
            }
        }

        @Override
        public boolean jaVeioMais() {
            return false; // quem digita adiantado vê as perguntas, e apaga
        }

        @Override
        public void close() {
            try {
                terminal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Repete o que leu, para que a saída fique igual à de um terminal. */
    final class Pipe implements Digitacao {

        private final BufferedReader linhas =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

        private Pipe() {}

        @Override
        public @Nullable String le(String rotulo) {
            System.out.print(rotulo);
            System.out.flush();
            try {
                var linha = linhas.readLine();
                System.out.println(linha == null ? "" : linha);
                return linha;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean jaVeioMais() {
            try {
                return linhas.ready();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }
}
