package br.kafkanapratica.broker;

import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;

/**
 * A pasta que se dá a {@code --dados}. Serve a um broker sozinho, que guarda tudo em {@code log}, ou a alguns, cada um em
 * {@code broker-<id>}; a identidade que eles têm em comum fica em {@code cluster}. Os dados de um não servem ao outro, e nada se apaga
 * sem que se peça.
 */
final class PastaDoCluster {

    static final String PREFIXO = "broker-";

    private final Path raiz;

    PastaDoCluster(Path raiz) {
        this.raiz = raiz;
    }

    /**
     * Confere que a pasta é nova ou de tantos brokers, e devolve a identidade do cluster; sendo nova, uma nova.
     *
     * @param limpar apaga antes o que for de outro número de brokers
     */
    Uuid confere(Membro membro, boolean limpar) throws IOException, Broker.NaoPodeIniciar {
        if (membro.sozinho() && !Files.exists(raiz.resolve("cluster"))) {
            return Uuid.randomUuid(); // a de sempre: quem decide é o meta.properties
        }
        PastaDeDados.cria(raiz);
        // Os brokers de um cluster começam juntos: um de cada vez.
        try (var canal = FileChannel.open(
                        raiz.resolve("cluster.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var vez = canal.lock()) {
            int feitaPara = brokers();
            if (feitaPara != 0 && feitaPara != membro.brokers()) {
                if (!limpar) {
                    throw new Broker.NaoPodeIniciar(recusa(feitaPara, membro));
                }
                apaga();
            }
            return membro.sozinho() ? Uuid.randomUuid() : identidade(membro.brokers());
        }
    }

    /** Para quantos brokers os dados que há foram feitos; 0 se não há. */
    private int brokers() throws IOException {
        var cluster = cluster();
        if (!cluster.isEmpty()) {
            return Integer.parseInt(cluster.getProperty("brokers", "0"));
        }
        return Files.exists(raiz.resolve("log").resolve("meta.properties")) ? 1 : 0;
    }

    private Uuid identidade(int brokers) throws IOException {
        var cluster = cluster();
        if (!cluster.isEmpty()) {
            return Uuid.fromString(cluster.getProperty("cluster.id"));
        }
        var nova = Uuid.randomUuid();
        var rascunho = raiz.resolve("cluster.novo");
        Files.writeString(rascunho, "brokers=%d%ncluster.id=%s%n".formatted(brokers, nova));
        Files.move(rascunho, raiz.resolve("cluster"), StandardCopyOption.ATOMIC_MOVE);
        return nova;
    }

    private Properties cluster() throws IOException {
        var cluster = new Properties();
        if (Files.exists(raiz.resolve("cluster"))) {
            cluster.load(new StringReader(Files.readString(raiz.resolve("cluster"))));
        }
        return cluster;
    }

    /** Nada do que um broker no ar usa. */
    private void apaga() throws IOException, Broker.NaoPodeIniciar {
        var pastas = dosMembros();
        pastas.add(raiz);
        for (var pasta : pastas) {
            PastaDeDados.trava(pasta).close();
        }
        for (var pasta : pastas) {
            Utils.delete(pasta.resolve("log").toFile());
        }
        Files.deleteIfExists(raiz.resolve("cluster"));
    }

    private List<Path> dosMembros() throws IOException {
        try (var pastas = Files.list(raiz)) {
            return pastas.filter(pasta -> pasta.getFileName().toString().matches(PREFIXO + "\\d+"))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    private String recusa(int feitaPara, Membro membro) {
        return ("os dados em %1$s são de %2$s, e este é de %3$s: uns não servem aos outros. Guarde-os (mv '%1$s' '%1$s-%4$d'), e os de"
                        + " agora começam do zero; ou apague-os com --limpar. Para usá-los como são: --brokers %4$d")
                .formatted(raiz, quantos(feitaPara), quantos(membro.brokers()), feitaPara);
    }

    private static String quantos(int brokers) {
        return brokers == 1 ? "um broker sozinho" : "%d brokers".formatted(brokers);
    }
}
