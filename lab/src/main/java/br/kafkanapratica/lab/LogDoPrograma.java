package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.OutputStream;
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

    private static final long BYTES = 50L * 1024 * 1024;

    private final Path arquivo;
    private final Path anterior;
    private final long maximo;
    private final Consumer<String> queixa;
    private OutputStream saida;
    private long escritos;
    private boolean falhou;

    LogDoPrograma(Path arquivo, Consumer<String> queixa) throws IOException {
        this(arquivo, BYTES, queixa);
    }

    /** @param queixa ouve, uma vez, que não se consegue escrever */
    LogDoPrograma(Path arquivo, long maximo, Consumer<String> queixa) throws IOException {
        this.arquivo = arquivo;
        this.anterior = arquivo.resolveSibling(arquivo.getFileName() + ".1");
        this.maximo = maximo;
        this.queixa = queixa;
        Files.deleteIfExists(anterior); // de outro laboratório
        this.saida = Files.newOutputStream(arquivo);
    }

    /** Se o disco não deixa, a linha se perde, e quem a escreveu não espera por isso; a seguinte tenta de novo. */
    synchronized void escreve(String linha) {
        try {
            if (escritos >= maximo) {
                recomeca();
            }
            var bytes = (linha + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
            saida.write(bytes);
            escritos += bytes.length;
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
        saida.close();
        if (Files.exists(arquivo)) { // na vez anterior pode ter ido, e não se conseguiu abrir o novo
            Files.move(arquivo, anterior, StandardCopyOption.REPLACE_EXISTING);
        }
        saida = Files.newOutputStream(arquivo);
        escritos = 0;
    }
}
