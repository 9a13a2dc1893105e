package br.kafkanapratica.testes.falhas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Um disco só para um broker, que se pode encher e esvaziar: um tmpfs, que só root monta. Onde não se pode, {@link #monta} diz por
 * quê, e não há esta falha.
 */
public final class DiscoPequeno implements AutoCloseable {

    private static final String ENCHIMENTO = "enchimento";

    private final Path pasta;

    private DiscoPequeno(Path pasta) {
        this.pasta = pasta;
    }

    /** @param megabytes o tamanho dele; é memória desta máquina */
    public static Optional<DiscoPequeno> monta(Path pasta, int megabytes) {
        if (roda("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", pasta.toString()) == 0) {
            return Optional.of(new DiscoPequeno(pasta));
        }
        System.out.printf("DiscoPequeno: não posso montar um tmpfs (só root, no Linux): nenhum disco se enche aqui%n");
        return Optional.empty();
    }

    /** Nenhum byte mais cabe nele, até se desfazer. */
    public Avaria enche() {
        var enchimento = pasta.resolve(ENCHIMENTO);
        try (var saida = Files.newOutputStream(enchimento)) {
            var bloco = new byte[1024 * 1024];
            while (true) {
                saida.write(bloco);
            }
        } catch (IOException e) {
            // cheio
        }
        return () -> {
            try {
                Files.deleteIfExists(enchimento);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Override
    public void close() {
        roda("umount", "--lazy", pasta.toString());
    }

    private static int roda(String... comando) {
        try {
            return new ProcessBuilder(List.of(comando))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
