package br.kafkanapratica.benchmarks.bancada;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** O que o sistema operacional guarda dos arquivos na memória. */
public final class CacheDoSistema {

    private CacheDoSistema() {}

    /**
     * Esquece o dos arquivos de uma pasta: quem os ler em seguida os lê do disco. Só no Linux, com o {@code dd} do GNU.
     *
     * @throws IllegalStateException se o {@code dd} não sabe fazê-lo
     */
    public static void esquece(Path pasta) throws IOException {
        List<Path> arquivos;
        try (var todos = Files.walk(pasta)) {
            arquivos = todos.filter(Files::isRegularFile).toList();
        }
        for (var arquivo : arquivos) {
            // O que ainda não foi ao disco não se esquece: fdatasync primeiro.
            var dd = new ProcessBuilder(
                            "dd", "of=" + arquivo, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (dd.waitFor() != 0 && Files.exists(arquivo)) {
                    throw new IllegalStateException("o dd não esqueceu " + arquivo);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
