package br.kafkanapratica.experimentos.controle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Quem pede ao laboratório no ar. Nada aqui lança exceção: sem laboratório, a resposta o diz ({@link
 * Resposta.Situacao#SEM_LABORATORIO}), com o comando que o sobe. Pode ser usado de várias threads; cada pedido é uma conexão.
 */
public final class ControleDoLab {

    private static final Duration RAPIDO = Duration.ofSeconds(20);
    private static final Duration ENTRE_TENTATIVAS = Duration.ofMillis(20);
    private static final Duration DEMORADO = Duration.ofMinutes(10);
    private static final int MAIOR_RESPOSTA = 8 << 20;

    private static final String FORA_DO_AR = "O laboratório não está no ar. Suba-o com ./start.sh";
    private static final String CALADO =
            "O laboratório não responde. Se ele está suspenso (Ctrl-Z), fg no terminal dele; senão, ./stop.sh e ./start.sh";

    private final Supplier<Optional<Path>> onde;
    private final Duration rapido;

    private ControleDoLab(Supplier<Optional<Path>> onde, Duration rapido) {
        this.onde = onde;
        this.rapido = rapido;
    }

    /** O do laboratório da raiz deste repositório, esteja ele no ar ou não: procura-se a cada pedido. */
    public static ControleDoLab de(Path raiz) {
        return new ControleDoLab(Soquete.daRaiz(raiz)::onde, RAPIDO);
    }

    /** O que atende neste soquete. */
    public static ControleDoLab em(Path soquete) {
        return new ControleDoLab(() -> Optional.of(soquete), RAPIDO);
    }

    ControleDoLab comPaciencia(Duration paciencia) {
        return new ControleDoLab(onde, paciencia);
    }

    /**
     * Pede, e espera a resposta; {@code parar} e o que reinicia um programa podem levar minutos, o resto é logo.
     *
     * @param palavras um {@link Verbo} e os argumentos dele: {@code "matar", "pagamento"}
     */
    public Resposta pede(String... palavras) {
        try {
            return pede(Pedido.de(List.of(palavras)));
        } catch (PedidoInvalido e) {
            return Resposta.recusa(e.frase());
        }
    }

    public Resposta pede(Pedido pedido) {
        return onde.get().map(soquete -> pede(soquete, pedido)).orElseGet(() -> Resposta.semLaboratorio(FORA_DO_AR));
    }

    /** Os programas do laboratório; vazia se ele não está no ar. */
    public List<ProcessoVisto> processos() {
        return processos(pede("processos"));
    }

    /** Os que vêm numa resposta a {@code processos}. */
    public static List<ProcessoVisto> processos(Resposta resposta) {
        return resposta.linhas().stream()
                .flatMap(linha -> ProcessoVisto.daLinha(linha).stream())
                .toList();
    }

    /** Se há um laboratório que responde. */
    public boolean noAr() {
        return pede("processos").situacao() != Resposta.Situacao.SEM_LABORATORIO;
    }

    private Resposta pede(Path soquete, Pedido pedido) {
        var prazo = pedido.verbo().demora() ? DEMORADO : rapido;
        try (var canal = conecta(soquete);
                var seletor = Selector.open()) {
            if (!canal.isConnected()) {
                return Resposta.semLaboratorio(CALADO);
            }
            canal.write(ByteBuffer.wrap((pedido.linha() + "\n").getBytes(StandardCharsets.UTF_8))); // cabe de uma vez
            canal.register(seletor, SelectionKey.OP_READ);
            return le(canal, seletor, prazo);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Resposta.semLaboratorio(semConexao(soquete));
        }
    }

    /**
     * Um laboratório suspenso não aceita conexões, e quando a fila delas enche conectar ficaria parado para sempre: dá-se um prazo.
     *
     * @return não conectado, se a fila não andou
     */
    private SocketChannel conecta(Path soquete) throws IOException {
        long fim = System.nanoTime() + rapido.toNanos();
        while (true) {
            var canal = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                canal.configureBlocking(false);
                if (conecta(canal, soquete)
                        || System.nanoTime() > fim
                        || Thread.currentThread().isInterrupted()) {
                    return canal;
                }
                canal.close();
            } catch (IOException | RuntimeException e) {
                canal.close();
                throw e;
            }
            LockSupport.parkNanos(ENTRE_TENTATIVAS.toNanos());
        }
    }

    /** Se conectou; falso se a fila está cheia, que o Linux diz como um erro qualquer. */
    private static boolean conecta(SocketChannel canal, Path soquete) throws IOException {
        try {
            return canal.connect(UnixDomainSocketAddress.of(soquete));
        } catch (ConnectException e) {
            throw e; // o de um morto
        } catch (SocketException e) {
            if (Files.isWritable(soquete)) {
                return false;
            }
            throw e;
        }
    }

    private static Resposta le(SocketChannel canal, Selector seletor, Duration prazo) throws IOException {
        var lido = new ByteArrayOutputStream();
        var pedaco = ByteBuffer.allocate(8192);
        long fim = System.nanoTime() + prazo.toNanos();
        while (lido.size() < MAIOR_RESPOSTA) {
            long resta = TimeUnit.NANOSECONDS.toMillis(fim - System.nanoTime());
            if (resta <= 0 || Thread.currentThread().isInterrupted()) {
                return Resposta.semLaboratorio(CALADO);
            }
            seletor.select(resta);
            seletor.selectedKeys().clear();
            int quantos = canal.read(pedaco);
            if (quantos < 0) {
                break;
            }
            lido.write(pedaco.array(), 0, quantos);
            pedaco.clear();
        }
        return Resposta.doTexto(lido.toString(StandardCharsets.UTF_8));
    }

    /** O arquivo de um laboratório que morreu fica, e ninguém atende. */
    private static String semConexao(Path soquete) {
        return Files.exists(soquete) && !Files.isWritable(soquete)
                ? "O laboratório desta pasta é de outro usuário: só ele o controla."
                : FORA_DO_AR;
    }
}
