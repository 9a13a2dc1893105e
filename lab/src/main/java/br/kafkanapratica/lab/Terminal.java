package br.kafkanapratica.lab;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * O terminal de quem pôs o laboratório no ar, que pode parar (Ctrl-S, um texto selecionado, um {@code less}) sem que ninguém aqui pare com
 * ele: uma thread só escreve, e as outras lhe deixam as linhas. De um terminal lento espera-se um pouco, e não se perde nada; de um parado
 * não se espera, e as linhas dos programas que não couberem não se mostram. Para várias threads.
 */
final class Terminal {

    private static final int LINHAS_DOS_PROGRAMAS = 2000;
    private static final int LETRAS = 4000;
    private static final Duration PACIENCIA = Duration.ofSeconds(1);

    private final BlockingQueue<Linha> fila = new LinkedBlockingQueue<>();
    private final Semaphore lugares = new Semaphore(LINHAS_DOS_PROGRAMAS);
    private final AtomicInteger perdidas = new AtomicInteger();
    private volatile boolean parado;

    /** @param texto nulo, não se escreve: só marca o lugar na fila */
    private record Linha(@Nullable String texto, boolean deUmPrograma, CountDownLatch saiu) {}

    Terminal() {
        inicia("terminal", this::escreveTudo);
    }

    /** O que diz um programa: o que for longo demais vai cortado, que inteiro está no arquivo dele. */
    void mostra(String linha) {
        if (!haLugar()) {
            parado = true;
            perdidas.incrementAndGet();
            return;
        }
        var cabe = linha.length() <= LETRAS
                ? linha
                : "%s… (%d caracteres: inteira em .lab/logs)".formatted(linha.substring(0, LETRAS), linha.length());
        fila.add(new Linha(cabe, true, new CountDownLatch(1)));
    }

    /** O que diz o laboratório, que é pouco e não se perde: volta quando está escrito, se o terminal anda. */
    void diz(String texto) {
        var linha = new Linha(texto, false, new CountDownLatch(1));
        fila.add(linha);
        espera(linha.saiu());
    }

    /** Depois do que já se disse; se a saída está parada, não espera por ela: a dos erros pode ser outra. */
    void erro(String texto) {
        var ateAqui = new Linha(null, false, new CountDownLatch(1));
        fila.add(ateAqui);
        espera(ateAqui.saiu());
        var saiu = new CountDownLatch(1);
        inicia("terminal-dos-erros", () -> {
            System.err.println(texto);
            saiu.countDown();
        });
        espera(saiu);
    }

    private boolean haLugar() {
        try {
            return parado ? lugares.tryAcquire() : lugares.tryAcquire(PACIENCIA.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void espera(CountDownLatch saiu) {
        try {
            saiu.await(PACIENCIA.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void inicia(String nome, Runnable tarefa) {
        var thread = new Thread(tarefa, nome);
        thread.setDaemon(true);
        thread.start();
    }

    private void escreveTudo() {
        while (true) {
            try {
                escreveUma();
            } catch (InterruptedException | Error e) {
                // ninguém a interrompe; e, sem memória, é esta linha que se perde
            }
        }
    }

    private void escreveUma() throws InterruptedException {
        var linha = fila.take();
        try {
            if (linha.texto() != null) {
                System.out.println(linha.texto());
            }
        } finally {
            linha.saiu().countDown();
            if (linha.deUmPrograma()) {
                lugares.release();
            }
        }
        parado = false;
        int quantas = fila.isEmpty() ? perdidas.getAndSet(0) : 0;
        if (quantas > 0) {
            System.out.printf("(%d linhas que não couberam aqui estão em .lab/logs)%n", quantas);
        }
    }
}
