package br.kafkanapratica.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Um programa em execução: um processo do sistema, de verdade. Guarda o que ele escreveu por último (saída e erro juntos).
 *
 * <p>Pode ser usado de várias threads. {@link #close()} mata o processo, para que nenhum teste deixe órfãos.
 */
public final class Processo implements AutoCloseable {

    /** A memória do que foi escrito tem um teto. */
    private static final int LINHAS_GUARDADAS = 50_000;

    private static final long CARACTERES_GUARDADOS = 50_000_000;

    private final Programa programa;
    private final Process processo;
    private final Thread leitora;
    private final UltimasLinhas linhas;
    private volatile boolean pausado;

    private Processo(Programa programa, Process processo, Consumer<String> aoEscrever, UltimasLinhas linhas) {
        this.programa = programa;
        this.linhas = linhas;
        this.processo = processo;
        this.leitora = new Thread(() -> le(aoEscrever), "saida-de-" + programa.nome());
        leitora.setDaemon(true);
        leitora.start();
    }

    static Processo inicia(Programa programa, Consumer<String> aoEscrever) {
        return inicia(programa, aoEscrever, new UltimasLinhas(LINHAS_GUARDADAS, CARACTERES_GUARDADOS));
    }

    /** @param linhas onde se guardam as últimas; mais que isso, só o arquivo de log as tem */
    static Processo inicia(Programa programa, Consumer<String> aoEscrever, UltimasLinhas linhas) {
        var construtor = new ProcessBuilder(programa.comando())
                .directory(programa.pasta().toFile())
                .redirectErrorStream(true);
        construtor.environment().keySet().removeIf(variavel -> !Ambiente.passa(variavel));
        construtor.environment().putAll(programa.ambiente());
        try {
            return new Processo(programa, construtor.start(), aoEscrever, linhas);
        } catch (IOException e) {
            throw new UncheckedIOException("não consegui executar " + programa.comando(), e);
        }
    }

    public String nome() {
        return programa.nome();
    }

    public ProcessHandle identidade() {
        return processo.toHandle();
    }

    public boolean vivo() {
        return processo.isAlive();
    }

    /** Se está congelado por um SIGSTOP, venha de onde vier. */
    boolean pausado() {
        return Congelamento.congelado(identidade()).orElse(pausado);
    }

    /** SIGSTOP: continua vivo, e não faz nada. */
    void pausa() {
        pausado = true;
        Congelamento.congela(identidade());
    }

    /** SIGCONT. */
    void retoma() {
        pausado = false;
        Congelamento.descongela(identidade());
    }

    /** Congelado, não ouviria que é para terminar. */
    void retomaSePausado() {
        if (vivo() && Congelamento.congelado(identidade()).orElse(true)) {
            retoma();
        }
    }

    /** Corre uma vez, quando ele já terminou, noutra thread. */
    void aoTerminar(Runnable tarefa) {
        var espera = new Thread(
                () -> {
                    esperaQueAcabe();
                    tarefa.run();
                },
                "fim-de-" + nome());
        espera.setDaemon(true);
        espera.start();
    }

    boolean terminouBem() {
        return !processo.isAlive() && processo.exitValue() == 0;
    }

    /** Em poucas palavras, de um que já terminou. */
    String comoTerminou() {
        return MotivoDoFim.doCodigo(processo.exitValue());
    }

    /** O mesmo e, se foi por um erro, o que disse dele. */
    String comoTerminouEPorQue() {
        return MotivoDoFim.foiUmErro(processo.exitValue()) ? comoTerminou() + ": " + motivoDoFim() : comoTerminou();
    }

    /** Espera um pouco pelo fim; diz se já terminou. */
    boolean terminou(Duration prazo) {
        try {
            return processo.waitFor(prazo.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Por que um programa que já terminou o fez: uma linha. */
    String motivoDoFim() {
        try {
            leitora.join(1000); // as últimas linhas podem estar a caminho
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return MotivoDoFim.de(linhas());
    }

    /** As linhas escritas até agora (uma cópia; no máximo as últimas 50 mil). */
    public List<String> linhas() {
        synchronized (linhas) {
            return linhas.copia();
        }
    }

    /** Escreve na entrada padrão do programa. */
    public void digita(String texto) {
        try {
            processo.getOutputStream().write(texto.getBytes(StandardCharsets.UTF_8));
            processo.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fecha a entrada padrão do programa: o Ctrl-D. */
    public void fechaEntrada() {
        try {
            processo.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Espera até o programa ter escrito uma linha que serve, e a devolve.
     *
     * @throws IllegalStateException se ele terminar antes ou o prazo acabar; a mensagem traz as últimas linhas
     */
    public String esperaLinha(Predicate<String> serve, Duration prazo) {
        long fim = System.nanoTime() + prazo.toNanos();
        int vistas = 0;
        synchronized (linhas) {
            while (true) {
                for (vistas = Math.max(vistas, linhas.primeira()); vistas < linhas.total(); vistas++) {
                    if (serve.test(linhas.linha(vistas))) {
                        return linhas.linha(vistas);
                    }
                }
                long resta = TimeUnit.NANOSECONDS.toMillis(fim - System.nanoTime());
                if (resta <= 0 || !leitora.isAlive()) {
                    throw new IllegalStateException("%s %s sem escrever a linha esperada. Últimas linhas:%n%s"
                            .formatted(nome(), resta <= 0 ? "passou do prazo" : "terminou", ultimas()));
                }
                espera(linhas, resta);
            }
        }
    }

    /**
     * Espera o programa terminar e devolve o código de saída.
     *
     * @throws IllegalStateException se não terminar no prazo
     */
    public int esperaFim(Duration prazo) {
        try {
            if (!processo.waitFor(prazo.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "%s não terminou em %s. Últimas linhas:%n%s".formatted(nome(), prazo, ultimas()));
            }
            leitora.join(prazo.toMillis());
            return processo.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * SIGTERM, como o {@code docker stop}, a ele e aos que iniciou: um script não lhes passa o sinal, e ficariam órfãos. Não espera. A
     * quem já terminou, nada: os filhos se procuram pelo PID, que já pode ser de outro.
     */
    void pedeQueTermine() {
        if (!vivo()) {
            return;
        }
        var filhos = identidade().descendants().toList();
        // Process.destroy() fecharia a saída na hora, e se perderia o que o programa diz ao terminar.
        identidade().destroy();
        filhos.forEach(ProcessHandle::destroy);
        retomaSePausado();
    }

    /** Pede que termine e, passado o prazo, mata. Devolve se terminou por bem. */
    public boolean para(Duration prazo) {
        pedeQueTermine();
        try {
            if (processo.waitFor(prazo.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mata();
        return false;
    }

    /** {@code kill -9}: o programa não fica sabendo. Volta quando ele já não existe. */
    public void mata() {
        identidade().destroyForcibly();
        esperaQueAcabe();
    }

    /** Sem o onExit(): do Java 25 em diante quem o completa é o pool comum, que em dois núcleos é uma thread só, e pode estar ocupada. */
    private void esperaQueAcabe() {
        boolean interrompida = false;
        while (processo.isAlive()) {
            try {
                processo.waitFor();
            } catch (InterruptedException e) {
                interrompida = true;
            }
        }
        if (interrompida) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        mata();
    }

    private void le(Consumer<String> aoEscrever) {
        try (var saida = new BufferedReader(new InputStreamReader(processo.getInputStream(), StandardCharsets.UTF_8))) {
            for (String linha; (linha = saida.readLine()) != null; ) {
                synchronized (linhas) {
                    linhas.acrescenta(linha);
                    linhas.notifyAll();
                }
                aoEscrever.accept(linha);
            }
        } catch (IOException e) {
            aoEscrever.accept("(a saída de " + nome() + " se perdeu: " + e.getMessage() + ")");
        } finally {
            synchronized (linhas) {
                linhas.notifyAll();
            }
        }
    }

    private String ultimas() {
        var todas = linhas();
        return String.join("\n", todas.subList(Math.max(0, todas.size() - 40), todas.size()));
    }

    private static void espera(Object monitor, long milissegundos) {
        try {
            // A thread leitora avisa a cada linha; o teto cobre o instante entre a última linha e o fim dela.
            monitor.wait(Math.min(milissegundos, 200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
