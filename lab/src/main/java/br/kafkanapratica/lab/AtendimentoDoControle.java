package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.Pedido;
import br.kafkanapratica.experimentos.controle.PedidoInvalido;
import br.kafkanapratica.experimentos.controle.Resposta;
import br.kafkanapratica.experimentos.controle.Soquete;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * O soquete por onde se pede algo ao laboratório: só o dono da pasta {@code .lab} o alcança. Uma conexão por pedido, cada uma na sua
 * thread; quem conecta e se cala é deixado.
 */
final class AtendimentoDoControle implements AutoCloseable {

    private static final int MAIS_CONEXOES = 32;
    private static final long DESPEDIDA_MS = 1000;
    private static final String PREFIXO_DA_PASTA = "kafka-na-pratica-";

    private static final ScheduledExecutorService RELOGIO = Executors.newSingleThreadScheduledExecutor(tarefa -> {
        var thread = new Thread(tarefa, "relogio-do-controle");
        thread.setDaemon(true);
        return thread;
    });

    private final Soquete soquete;
    private final Path onde;
    private final ServerSocketChannel canal;
    private final Function<Pedido, Resposta> quem;
    private final Duration paciencia;
    private final Semaphore vagas = new Semaphore(MAIS_CONEXOES);

    private AtendimentoDoControle(
            Soquete soquete, ServerSocketChannel canal, Function<Pedido, Resposta> quem, Duration paciencia)
            throws IOException {
        this.soquete = soquete;
        this.onde = ((UnixDomainSocketAddress) canal.getLocalAddress()).getPath();
        this.canal = canal;
        this.quem = quem;
        this.paciencia = paciencia;
    }

    /**
     * Começa a atender. Só com a trava do laboratório: o soquete que lá houver é de um que morreu.
     *
     * @param paciencia com quem não acaba de pedir, ou não lê a resposta
     * @throws IOException se este sistema não dá um soquete a que só o dono chegue
     */
    static AtendimentoDoControle abre(Soquete soquete, Function<Pedido, Resposta> quem, Duration paciencia)
            throws IOException {
        apaga(soquete, soquete.longe());
        var canal = amarra(soquete);
        var atendimento = new AtendimentoDoControle(soquete, canal, quem, paciencia);
        thread("controle", atendimento::aceita);
        return atendimento;
    }

    /** O caminho do soquete. */
    Path onde() {
        return onde;
    }

    /** Quem está sendo atendido ainda tem um instante para receber a resposta. */
    @Override
    public void close() throws IOException {
        canal.close();
        try {
            if (vagas.tryAcquire(MAIS_CONEXOES, DESPEDIDA_MS, TimeUnit.MILLISECONDS)) {
                vagas.release(MAIS_CONEXOES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        apaga(soquete, Optional.of(onde));
    }

    private static ServerSocketChannel amarra(Soquete soquete) throws IOException {
        if (Soquete.cabe(soquete.perto()) && soDoDono(soquete.lab())) {
            try {
                return amarra(soquete.perto());
            } catch (IOException | UnsupportedOperationException e) {
                // Um disco que não tem soquetes, ou não guarda as permissões deles.
                Files.deleteIfExists(soquete.perto());
            }
        }
        var pasta = Files.createTempDirectory(PREFIXO_DA_PASTA);
        if (!Soquete.cabe(pasta.resolve("controle"))) {
            Files.delete(pasta);
            pasta = Files.createTempDirectory(Path.of("/tmp"), PREFIXO_DA_PASTA);
        }
        if (!soDoDono(pasta)) {
            Files.delete(pasta);
            throw new IOException("não há uma pasta temporária só deste usuário");
        }
        var canal = amarra(pasta.resolve("controle"));
        soquete.anota(pasta.resolve("controle"));
        return canal;
    }

    private static ServerSocketChannel amarra(Path onde) throws IOException {
        var canal = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            canal.bind(UnixDomainSocketAddress.of(onde));
            Files.setPosixFilePermissions(onde, PosixFilePermissions.fromString("rw-------"));
            return canal;
        } catch (IOException | RuntimeException e) {
            canal.close();
            throw e;
        }
    }

    private static boolean soDoDono(Path pasta) {
        try {
            return Soquete.soDoDono(pasta);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Apaga o que um laboratório desta pasta deixou, e só isso: longe dela, numa pasta que foi ele que criou. */
    private static void apaga(Soquete soquete, Optional<Path> onde) throws IOException {
        Files.deleteIfExists(soquete.perto());
        Files.deleteIfExists(soquete.nota());
        var pasta = onde.map(Path::getParent)
                .filter(temporaria -> temporaria.getFileName().toString().startsWith(PREFIXO_DA_PASTA));
        if (onde.isPresent() && pasta.isPresent()) {
            Files.deleteIfExists(onde.get());
            Files.deleteIfExists(pasta.get());
        }
    }

    private void aceita() {
        while (canal.isOpen()) {
            try {
                var conexao = canal.accept();
                if (vagas.tryAcquire()) {
                    thread("controle-pedido", () -> atende(conexao));
                } else {
                    conexao.close();
                }
            } catch (IOException e) {
                if (canal.isOpen()) { // sem mais descritores, por exemplo: a próxima pode dar
                    espera();
                }
            }
        }
    }

    private void atende(SocketChannel conexao) {
        try (conexao) {
            var linha = noPrazo(conexao, AtendimentoDoControle::le);
            var texto = resposta(linha).texto().getBytes(StandardCharsets.UTF_8);
            noPrazo(conexao, canalAberto -> {
                var bytes = ByteBuffer.wrap(texto);
                while (bytes.hasRemaining()) {
                    canalAberto.write(bytes);
                }
                return "";
            });
        } catch (IOException e) {
            // quem pediu foi embora, ou calou-se: não há a quem responder
        } finally {
            vagas.release();
        }
    }

    private Resposta resposta(String linha) {
        try {
            return quem.apply(Pedido.daLinha(linha));
        } catch (PedidoInvalido e) {
            return Resposta.recusa(e.frase());
        } catch (RuntimeException e) {
            return Resposta.recusa(
                    "O laboratório não conseguiu: %s. Se continuar: ./stop.sh && ./start.sh".formatted(e));
        }
    }

    private static String le(SocketChannel conexao) throws IOException {
        var lido = new ByteArrayOutputStream();
        var pedaco = ByteBuffer.allocate(Pedido.MAIOR_LINHA);
        while (lido.size() < Pedido.MAIOR_LINHA) {
            int quantos = conexao.read(pedaco.clear());
            for (int i = 0; i < quantos; i++) {
                if (pedaco.get(i) == '\n') {
                    return lido.toString(StandardCharsets.UTF_8); // um pedido por conexão: o que vier depois não é nada
                }
                lido.write(pedaco.get(i));
            }
            if (quantos < 0) {
                throw new IOException("sem fim de linha"); // um pedido cortado no meio pode ser outro
            }
        }
        throw new IOException("linha longa demais");
    }

    private interface Conversa {
        String com(SocketChannel conexao) throws IOException;
    }

    /** Fechar o canal acorda quem está parado nele. */
    private String noPrazo(SocketChannel conexao, Conversa conversa) throws IOException {
        var fim = RELOGIO.schedule(() -> fecha(conexao), paciencia.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return conversa.com(conexao);
        } finally {
            fim.cancel(false);
        }
    }

    private static void fecha(SocketChannel conexao) {
        try {
            conexao.close();
        } catch (IOException e) {
            // já não serve
        }
    }

    private static void espera() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void thread(String nome, Runnable tarefa) {
        var thread = new Thread(tarefa, nome);
        thread.setDaemon(true);
        thread.start();
    }
}
