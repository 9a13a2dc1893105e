package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** O que o laboratório precisa poder escrever, conferido antes de começar. */
final class Acesso {

    private Acesso() {}

    /** @throws IllegalStateException se não se pode escrever na pasta, com quem pode e o que fazer */
    static void exigePasta(Path pasta) {
        if (!Files.exists(pasta) && pasta.getParent() != null) {
            exigePasta(pasta.getParent());
            return;
        }
        if (!Files.isDirectory(pasta)) {
            throw new IllegalStateException("%s existe e não é uma pasta: tire-o do lugar (mv '%s' '%s.antigo')."
                    .formatted(pasta, pasta, pasta));
        }
        if (!Files.isWritable(pasta) || !Files.isExecutable(pasta)) {
            throw semAcesso(pasta);
        }
    }

    /** @throws IllegalStateException se o arquivo existe e não se pode escrever nele */
    static void exigeArquivo(Path arquivo) {
        if (Files.isDirectory(arquivo)) {
            throw new IllegalStateException(
                    "%s devia ser um arquivo, e é uma pasta: tire-a do lugar (mv '%s' '%s.antigo')."
                            .formatted(arquivo, arquivo, arquivo));
        }
        if (Files.exists(arquivo) && !Files.isWritable(arquivo)) {
            throw semAcesso(arquivo);
        }
    }

    private static IllegalStateException semAcesso(Path caminho) {
        var eu = System.getProperty("user.name");
        var dono = dono(caminho);
        if (dono.equals(eu)) {
            return new IllegalStateException(
                    "não posso escrever em %s. Se o disco não é só de leitura: chmod -R u+rwX '%s'; senão, copie a pasta do laboratório para outro."
                            .formatted(caminho, caminho));
        }
        return new IllegalStateException(
                "não posso escrever em %s, que é de %s (você é %s). Copie a pasta do laboratório para um lugar seu, ou: sudo chown -R %s '%s'"
                        .formatted(caminho, dono, eu, eu, caminho));
    }

    private static String dono(Path caminho) {
        try {
            return Files.getOwner(caminho).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "outro";
        }
    }
}
