package br.kafkanapratica.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A pasta onde o broker guarda o log, de um broker por vez. */
final class PastaDeDados implements AutoCloseable {

    private final Path log;
    private final FileChannel trava;

    private final Membro membro;
    private final Uuid cluster;

    private PastaDeDados(Path log, FileChannel trava, Membro membro, Uuid cluster) {
        this.log = log;
        this.trava = trava;
        this.membro = membro;
        this.cluster = cluster;
    }

    /** A de um broker sozinho. */
    static PastaDeDados abre(Path pasta) throws IOException, Broker.NaoPodeIniciar {
        return abre(pasta, Membro.unico(0), false);
    }

    /**
     * @param limpar se os dados de outro número de brokers podem ser apagados
     * @throws Broker.NaoPodeIniciar se não se pode escrever nela, se outro broker a usa, ou se é a de outro número de brokers
     */
    static PastaDeDados abre(Path pasta, Membro membro, boolean limpar) throws IOException, Broker.NaoPodeIniciar {
        var raiz = pasta.toAbsolutePath().normalize();
        if (raiz.toString().contains(",")) { // para o Kafka, log.dirs é uma lista
            throw new Broker.NaoPodeIniciar(
                    "o Kafka não guarda dados numa pasta com vírgula no caminho: %s. Mude-a de lugar ou de nome, ou escolha outra com --dados."
                            .formatted(raiz));
        }
        var feitaPara = new PastaDoCluster(raiz).confere(membro, limpar);
        return abre(doMembro(pasta, membro), membro, feitaPara);
    }

    /** Onde fica o que é deste broker. */
    static Path doMembro(Path pasta, Membro membro) {
        var raiz = pasta.toAbsolutePath().normalize();
        return membro.sozinho() ? raiz : raiz.resolve(PastaDoCluster.PREFIXO + membro.id());
    }

    private static PastaDeDados abre(Path absoluta, Membro membro, Uuid cluster)
            throws IOException, Broker.NaoPodeIniciar {
        cria(absoluta);
        exigeEscrita(absoluta);
        // O sistema solta a trava quando o processo morre, mesmo com kill -9.
        var trava = trava(absoluta);
        return new PastaDeDados(absoluta.resolve("log"), trava, membro, cluster);
    }

    /** @throws Broker.NaoPodeIniciar se outro broker a tem */
    static FileChannel trava(Path pasta) throws IOException, Broker.NaoPodeIniciar {
        var trava = FileChannel.open(
                pasta.resolve("broker-local.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (trava.tryLock() == null) {
            trava.close();
            throw new Broker.NaoPodeIniciar("outro broker já usa a pasta " + pasta + ". Pare-o ou escolha --dados.");
        }
        return trava;
    }

    static void cria(Path pasta) throws Broker.NaoPodeIniciar {
        try {
            Files.createDirectories(pasta);
        } catch (IOException e) {
            throw new Broker.NaoPodeIniciar("não consigo criar a pasta " + pasta + " (escolha outra com --dados).");
        }
    }

    /** Quem rodou uma vez com sudo deixou pastas em que já não pode escrever. */
    private static void exigeEscrita(Path pasta) throws IOException, Broker.NaoPodeIniciar {
        try (var tudo = Files.walk(pasta)) {
            var alheio = tudo.filter(caminho -> !Files.isWritable(caminho)).findFirst();
            if (alheio.isPresent()) {
                throw semEscrita(alheio.get(), pasta);
            }
        } catch (UncheckedIOException e) { // uma pasta em que nem se entra
            throw semEscrita(pasta, pasta);
        }
    }

    static Broker.NaoPodeIniciar semEscrita(Path caminho, Path pasta) {
        var eu = System.getProperty("user.name");
        var dono = dono(caminho);
        return new Broker.NaoPodeIniciar(
                dono.equals(eu)
                        ? "não posso escrever em %s. Se o disco não é só de leitura: chmod -R u+rwX '%s'; senão, escolha outra pasta com --dados."
                                .formatted(caminho, pasta)
                        : "não posso escrever em %s, que é de %s (você é %s). Devolva a pasta a quem a usa (sudo chown -R %s '%s') ou escolha outra com --dados."
                                .formatted(caminho, dono, eu, eu, pasta));
    }

    private static String dono(Path caminho) {
        try {
            return Files.getOwner(caminho).getName();
        } catch (IOException e) {
            return "outro";
        }
    }

    Path log() {
        return log;
    }

    /** Só apaga a subpasta do log, que é nossa: {@code --dados ~ --limpar} não leva nada além dela. */
    void limpa() throws IOException {
        Utils.delete(log.toFile());
    }

    void formataSeNova() throws IOException {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(log);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(membro.id())
                    .setClusterId(cluster.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(ConfiguracaoDoBroker.CONTROLLER)
                    .addDirectory(log.toString())
                    .setMetadataLogDirectory(log.toString())
                    .run();
        } catch (Exception e) { // assinatura do Formatter
            throw new IOException("não consegui formatar " + log + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            trava.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
