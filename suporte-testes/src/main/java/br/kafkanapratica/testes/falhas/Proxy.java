package br.kafkanapratica.testes.falhas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A rede entre os clientes e um servidor desta máquina, que se pode atrasar, emudecer ou cortar. Não precisa de root. Para várias
 * threads; uma falha de cada tipo por vez.
 */
public final class Proxy implements AutoCloseable {

    /** Do cliente ao servidor, ou do servidor ao cliente. */
    public enum Sentido {
        IDA,
        VOLTA
    }

    private static final long PASSO_NANOS = Duration.ofMillis(5).toNanos();

    private final ServerSocket entrada;
    private final int destino;
    private final Set<Socket> abertos = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private volatile Set<Sentido> mudos = EnumSet.noneOf(Sentido.class);
    private volatile Duration atraso = Duration.ZERO;
    private volatile boolean cortando;

    /** @param destino a porta do servidor, nesta máquina; ele pode ainda não estar lá */
    public Proxy(int porta, int destino) {
        this.destino = destino;
        try {
            this.entrada = new ServerSocket(porta, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.threads = Executors.newCachedThreadPool(tarefa -> {
            var thread = new Thread(tarefa, "proxy-" + porta);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::aceita);
    }

    public int porta() {
        return entrada.getLocalPort();
    }

    /** Cada pedaço, nos dois sentidos, chega este tempo depois. */
    public Avaria atrasa(Duration quanto) {
        atraso = quanto;
        return () -> atraso = Duration.ZERO;
    }

    /** Nada mais passa nestes sentidos, e nenhuma conexão se fecha; o que se enviou entretanto chega quando se desfaz. */
    public Avaria emudece(Set<Sentido> sentidos) {
        mudos = EnumSet.copyOf(sentidos);
        return () -> mudos = EnumSet.noneOf(Sentido.class);
    }

    /** Das respostas que vierem, chega metade do primeiro pedaço, e a conexão se fecha. */
    public Avaria cortaRespostas() {
        cortando = true;
        return () -> cortando = false;
    }

    private void aceita() {
        while (!entrada.isClosed()) {
            try {
                var cliente = entrada.accept();
                abertos.add(cliente);
                threads.execute(() -> liga(cliente));
            } catch (IOException e) {
                // Fechado, ou o cliente já desistiu.
            }
        }
    }

    private void liga(Socket cliente) {
        try {
            var servidor = new Socket(InetAddress.getLoopbackAddress(), destino);
            abertos.add(servidor);
            threads.execute(() -> passa(servidor, cliente, Sentido.VOLTA));
            passa(cliente, servidor, Sentido.IDA);
        } catch (IOException e) {
            fecha(cliente);
        }
    }

    private void passa(Socket de, Socket para, Sentido sentido) {
        var pedaco = new byte[64 * 1024];
        try {
            for (int lidos; (lidos = de.getInputStream().read(pedaco)) >= 0; ) {
                espera(sentido);
                if (cortando && sentido == Sentido.VOLTA) {
                    para.getOutputStream().write(pedaco, 0, lidos / 2);
                    break;
                }
                para.getOutputStream().write(pedaco, 0, lidos);
            }
        } catch (IOException e) {
            // Um dos dois fechou; o outro fica sabendo.
        } finally {
            fecha(de);
            fecha(para);
        }
    }

    private void espera(Sentido sentido) {
        if (!atraso.isZero()) {
            LockSupport.parkNanos(atraso.toNanos());
        }
        while (mudos.contains(sentido) && !entrada.isClosed()) {
            LockSupport.parkNanos(PASSO_NANOS);
        }
    }

    private void fecha(Socket soquete) {
        abertos.remove(soquete);
        try {
            soquete.close();
        } catch (IOException e) {
            // já não serve
        }
    }

    @Override
    public void close() {
        try {
            entrada.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        abertos.forEach(this::fecha);
        threads.shutdownNow();
    }
}
