package br.kafkanapratica.lab;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * O terminal de quem pôs o laboratório no ar, que pode parar (Ctrl-S, um texto selecionado, um {@code less}) sem que ninguém aqui pare com
 * ele: uma thread só escreve, e as outras lhe deixam as linhas. De um terminal lento espera-se um pouco, e não se perde nada; de um parado
 * não se espera, e o que não couber na fila não se mostra. Para várias threads.
 */
final class Terminal {

    private static final int LINHAS = 2000;
    private static final int LETRAS = 4000;
    private static final Duration PACIENCIA = Duration.ofSeconds(1);

    private final BlockingQueue<Linha> fila = new ArrayBlockingQueue<>(LINHAS);
    private final AtomicInteger perdidas = new AtomicInteger();
    private volatile boolean parado;

    private record Linha(PrintStream onde, String texto, CountDownLatch saiu) {}

    Terminal() {
        var thread = new Thread(this::escreveTudo, "terminal");
        thread.setDaemon(true);
        thread.start();
    }

    /** O que diz um programa: o que for longo demais vai cortado, que inteiro está no arquivo dele. */
    void mostra(String linha) {
        poe(new Linha(
                System.out,
                linha.length() > LETRAS
                        ? "%s… (%d caracteres: inteira em .lab/logs)"
                                .formatted(linha.substring(0, LETRAS), linha.length())
                        : linha,
                new CountDownLatch(1)));
    }

    /** O que diz o laboratório: volta quando está escrito, se o terminal anda. */
    void diz(PrintStream onde, String texto) {
        var linha = new Linha(onde, texto, new CountDownLatch(1));
        poe(linha);
        try {
            linha.saiu().await(PACIENCIA.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poe(Linha linha) {
        try {
            if (!(parado ? fila.offer(linha) : fila.offer(linha, PACIENCIA.toMillis(), TimeUnit.MILLISECONDS))) {
                parado = true;
                perdidas.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void escreveTudo() {
        try {
            while (true) {
                var linha = fila.take();
                linha.onde().println(linha.texto());
                linha.saiu().countDown();
                parado = false;
                int quantas = fila.isEmpty() ? perdidas.getAndSet(0) : 0;
                if (quantas > 0) {
                    System.out.printf("(%d linhas que não couberam aqui estão em .lab/logs)%n", quantas);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // ninguém a interrompe
        }
    }
}
