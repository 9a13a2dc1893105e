package br.kafkanapratica.experimentos.controle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Onde fica o soquete do controle: {@code .lab/controle}. O caminho de um soquete tem um limite, e há discos que não os têm (o do Windows,
 * visto do WSL): então ele fica numa pasta temporária só do usuário, cujo caminho se anota em {@code .lab/controle-em}, com a pasta de
 * que ele é: uma cópia dela leva a nota, e não manda no laboratório da outra.
 *
 * @param lab a pasta {@code .lab}
 */
public record Soquete(Path lab) {

    /** O menor dos limites dos sistemas, 104, com o zero do fim. */
    private static final int MAIOR_CAMINHO = 103;

    private static final Set<PosixFilePermission> SO_DO_DONO = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** @param raiz a do repositório */
    public static Soquete daRaiz(Path raiz) {
        return new Soquete(raiz.toAbsolutePath().normalize().resolve(".lab"));
    }

    /** O lugar de sempre. */
    public Path perto() {
        return lab.resolve("controle");
    }

    /** O arquivo que diz onde ele está, se não é no lugar de sempre. */
    public Path nota() {
        return lab.resolve("controle-em");
    }

    /** Se um soquete pode ter este caminho. */
    public static boolean cabe(Path caminho) {
        return caminho.toString().getBytes(StandardCharsets.UTF_8).length <= MAIOR_CAMINHO;
    }

    /** Se a pasta é deste dono, e só ele entra nela. */
    public static boolean soDoDono(Path pasta) throws IOException {
        return Files.isDirectory(pasta, LinkOption.NOFOLLOW_LINKS)
                && SO_DO_DONO.equals(Files.getPosixFilePermissions(pasta, LinkOption.NOFOLLOW_LINKS));
    }

    /** Onde conectar; vazio se não há nada que sirva. */
    Optional<Path> onde() {
        return cabe(perto()) && Files.exists(perto(), LinkOption.NOFOLLOW_LINKS) ? Optional.of(perto()) : longe();
    }

    /** Escreve a nota: o soquete deste laboratório está ali. */
    public void anota(Path onde) throws IOException {
        Files.writeString(nota(), "%s%n%s%n".formatted(onde, lab.toRealPath()));
    }

    /** O soquete que a nota diz; vazio se ela não fala desta pasta, ou se a do soquete não é só do dono de {@code .lab}. */
    public Optional<Path> longe() {
        try {
            var linhas = Files.readAllLines(nota());
            var longe = Path.of(linhas.get(0));
            var pasta = longe.getParent();
            return pasta != null
                            && longe.isAbsolute()
                            && linhas.size() == 2
                            && linhas.get(1).equals(lab.toRealPath().toString())
                            && soDoDono(pasta)
                            && Files.getOwner(pasta).equals(Files.getOwner(lab))
                    ? Optional.of(longe)
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
