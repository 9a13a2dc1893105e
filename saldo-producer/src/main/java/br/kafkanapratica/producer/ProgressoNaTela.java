package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Tela;
import java.io.IOException;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jline.terminal.TerminalBuilder;

/** Quanto já foi: uma barra no terminal; fora dele (arquivo, pipe, CI), uma linha por segundo. */
interface ProgressoNaTela extends AutoCloseable {

    void chegaA(long quanto);

    /** Uma mensagem no meio do caminho, sem estragar a barra. */
    void diz(String mensagem);

    @Override
    void close();

    /** Com {@code total} 0 não se sabe quanto falta. */
    static ProgressoNaTela de(String tarefa, long total) {
        return Tela.temTerminal() ? new Barra(tarefa, total) : new Linhas(tarefa, total);
    }

    /** A barra se redesenha sozinha, em outra thread. */
    final class Barra implements ProgressoNaTela {

        private static final String APAGA_LINHA = "\r\u001b[K";

        private static final int INDEFINIDO = -1;
        private static final int LARGURA_DE_SEMPRE = 79;

        private final ProgressBar barra;

        private Barra(String tarefa, long total) {
            barra = new ProgressBarBuilder()
                    .setTaskName(tarefa)
                    .setInitialMax(total > 0 ? total : INDEFINIDO)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100)
                    .setConsumer(new ConsoleProgressBarConsumer(System.out, largura()))
                    .build();
        }

        /**
         * Sem ela a barra a perguntaria a um terminal seu, que até o Java 21 toma o Ctrl-C para si: o processo morreria sem contar o que
         * enviou.
         */
        private static int largura() {
            try (var terminal = TerminalBuilder.builder()
                    .dumb(true)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .build()) {
                return terminal.getWidth() > 0 ? terminal.getWidth() - 1 : LARGURA_DE_SEMPRE;
            } catch (IOException e) {
                return LARGURA_DE_SEMPRE;
            }
        }

        @Override
        public void chegaA(long quanto) {
            barra.stepTo(quanto);
        }

        @Override
        public void diz(String mensagem) {
            System.out.println(APAGA_LINHA + mensagem);
        }

        @Override
        public void close() {
            barra.close();
        }
    }

    final class Linhas implements ProgressoNaTela {

        private static final long INTERVALO = Duration.ofSeconds(1).toNanos();

        private final String tarefa;
        private final long total;
        private long ultima = System.nanoTime();
        private long feito;
        private boolean atrasado;

        private Linhas(String tarefa, long total) {
            this.tarefa = tarefa;
            this.total = total;
        }

        @Override
        public void chegaA(long quanto) {
            feito = quanto;
            atrasado = true;
            if (System.nanoTime() - ultima >= INTERVALO) {
                ultima = System.nanoTime();
                mostra();
            }
        }

        private void mostra() {
            if (total > 0) {
                System.out.printf("%s: %d%%%n", tarefa, Math.min(100, feito * 100 / total));
            }
            atrasado = false;
        }

        @Override
        public void diz(String mensagem) {
            System.out.println(mensagem);
        }

        /** A última linha diz onde se parou: 100% quando se chegou ao fim. */
        @Override
        public void close() {
            if (atrasado) {
                mostra();
            }
        }
    }
}
