package br.kafkanapratica.estado.copia;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Uma cópia num arquivo: a {@link Etiqueta}, os blocos, o {@link Fecho}. Ele aparece inteiro ou não aparece: é escrito ao lado, forçado ao
 * disco e só então posto no lugar do anterior. Para uma thread por vez.
 */
public final class ArquivoDaCopia {

    private final Path arquivo;
    private final Path rascunho;

    public ArquivoDaCopia(Path arquivo) {
        this.arquivo = arquivo;
        this.rascunho = arquivo.resolveSibling(arquivo.getFileName() + ".tmp");
    }

    /** Escreve os blocos de um estado. */
    @FunctionalInterface
    public interface Conteudo {
        /** @return a impressão do que escreveu */
        long escreve(Blocos saida) throws IOException;
    }

    /** Diz o que se sabe depois do último bloco. */
    @FunctionalInterface
    public interface DepoisDosBlocos {
        Fecho fecho(long impressao) throws IOException, CopiaRecusada, InterruptedException;
    }

    /** Decide se vale a pena ler os blocos. */
    @FunctionalInterface
    public interface Porteiro {
        void confere(Etiqueta etiqueta) throws CopiaRecusada;
    }

    /** O que se leu; os blocos já foram entregues. */
    public record Lida(Etiqueta etiqueta, Fecho fecho) {}

    public Path caminho() {
        return arquivo;
    }

    public boolean existe() {
        return Files.exists(arquivo);
    }

    /** @throws CopiaRecusada se, depois dos blocos, ela já não servia; a anterior fica */
    public void escreve(Etiqueta etiqueta, Conteudo conteudo, DepoisDosBlocos depois)
            throws IOException, CopiaRecusada, InterruptedException {
        try {
            try (var canal = abre()) {
                var quadros = new Quadros(canal);
                quadros.escreve(Quadros.ETIQUETA, etiqueta::grava);
                long impressao = conteudo.escreve((bytes, tamanho) -> quadros.escreve(Quadros.BLOCO, bytes, tamanho));
                quadros.escreve(Quadros.FECHO, depois.fecho(impressao)::grava);
                canal.force(true);
            }
            Files.move(rascunho, arquivo, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forcaAPasta();
        } finally {
            Files.deleteIfExists(rascunho);
        }
    }

    private FileChannel abre() throws IOException {
        Files.deleteIfExists(rascunho); // o de quem morreu escrevendo
        var soODono = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return FileChannel.open(
                rascunho,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                temPosix() ? new FileAttribute<?>[] {soODono} : new FileAttribute<?>[0]);
    }

    /** O Windows não tem, nem abre pastas. */
    private boolean temPosix() throws IOException {
        return Files.getFileStore(pasta()).supportsFileAttributeView("posix");
    }

    private Path pasta() {
        return Objects.requireNonNull(arquivo.toAbsolutePath().getParent());
    }

    /** Sem isto, numa queda de energia o nome poderia ainda ser o do arquivo anterior. */
    private void forcaAPasta() throws IOException {
        if (temPosix()) {
            try (var pasta = FileChannel.open(pasta(), StandardOpenOption.READ)) {
                pasta.force(true);
            }
        }
    }

    /**
     * @param blocos recebe cada bloco já conferido; o todo só se sabe inteiro quando este método volta
     * @throws CopiaRecusada se não está inteira, se o porteiro a recusou ou se quem recebe os blocos não os entendeu
     */
    public Lida le(Porteiro porteiro, Blocos blocos) throws IOException, CopiaRecusada {
        try (var canal = FileChannel.open(arquivo, StandardOpenOption.READ)) {
            var quadros = new Quadros(canal);
            var primeiro = quadros.le();
            if (primeiro.tipo() != Quadros.ETIQUETA) {
                throw Quadros.danificada();
            }
            var etiqueta = Etiqueta.le(primeiro.corpo());
            porteiro.confere(etiqueta);
            for (var quadro = quadros.le(); ; quadro = quadros.le()) {
                if (quadro.tipo() == Quadros.FECHO) {
                    quadros.exigeOFim();
                    return new Lida(etiqueta, Fecho.le(quadro.corpo()));
                }
                if (quadro.tipo() != Quadros.BLOCO) {
                    throw Quadros.danificada();
                }
                blocos.bloco(quadro.bytes(), quadro.tamanho());
            }
        }
    }
}
