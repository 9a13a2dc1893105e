package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Tudo o que um programa escreve, num arquivo. Passado o tamanho máximo recomeça, e o que havia fica ao lado, em {@code .1}: um laboratório
 * de dias não enche o disco do broker. Para várias threads.
 */
final class LogDoPrograma {

    private static final long CARACTERES = 50L * 1024 * 1024;

    private final Path arquivo;
    private final long maximo;
    private final Consumer<String> queixa;
    private Writer escrita;
    private long escritos;
    private boolean falhou;

    LogDoPrograma(Path arquivo, Consumer<String> queixa) throws IOException {
        this(arquivo, CARACTERES, queixa);
    }

    /** @param queixa ouve, uma vez, que não se consegue escrever */
    LogDoPrograma(Path arquivo, long maximo, Consumer<String> queixa) throws IOException {
        this.arquivo = arquivo;
        this.maximo = maximo;
        this.queixa = queixa;
        this.escrita = Files.newBufferedWriter(arquivo, StandardCharsets.UTF_8);
    }

    /** Se o disco não deixa, a linha se perde, e quem a escreveu não espera por isso. */
    synchronized void escreve(String linha) {
        try {
            if (escritos >= maximo) {
                recomeca();
            }
            escrita.write(linha + System.lineSeparator());
            escrita.flush();
            escritos += linha.length() + 1L;
            falhou = false;
        } catch (IOException e) {
            if (!falhou) {
                queixa.accept("Não consigo escrever em %s (%s): o que os programas dizem só se vê aqui."
                        .formatted(arquivo, e.getMessage()));
            }
            falhou = true;
        }
    }

    private void recomeca() throws IOException {
        escrita.close();
        Files.move(arquivo, arquivo.resolveSibling(arquivo.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        escrita = Files.newBufferedWriter(arquivo, StandardCharsets.UTF_8);
        escritos = 0;
    }
}
