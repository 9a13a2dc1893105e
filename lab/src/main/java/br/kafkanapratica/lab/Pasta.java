package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pasta {@code .lab}: a trava (um laboratório por vez) e a lista do que foi iniciado, para que {@code stop.sh} pare
 * exatamente isso, mesmo que o próprio laboratório tenha morrido.
 */
final class Pasta {

    private final Path caminho;

    Pasta(Path raiz) throws IOException {
        this.caminho = Files.createDirectories(raiz.resolve(".lab"));
    }

    Path logs() throws IOException {
        return Files.createDirectories(caminho.resolve("logs"));
    }

    /** A trava, ou {@code null} se outro laboratório está no ar. O sistema a solta quando o processo morre. */
    @Nullable
    FileChannel trava() throws IOException {
        var canal = FileChannel.open(caminho.resolve("trava"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (canal.tryLock() == null) {
            canal.close();
            return null;
        }
        return canal;
    }

    void anota(String nome, ProcessHandle processo) throws IOException {
        Files.writeString(
                registro(),
                "%d %d %s%n".formatted(processo.pid(), inicio(processo), nome),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** O que foi anotado e ainda vive, na ordem em que começou. */
    List<ProcessHandle> vivos() throws IOException {
        if (!Files.exists(registro())) {
            return List.of();
        }
        return Files.readAllLines(registro(), StandardCharsets.UTF_8).stream()
                .map(linha -> linha.split(" ", 3))
                .map(campos -> procura(Long.parseLong(campos[0]), Long.parseLong(campos[1])))
                .flatMap(Optional::stream)
                .toList();
    }

    void esquece() throws IOException {
        Files.deleteIfExists(registro());
    }

    private Path registro() {
        return caminho.resolve("processos");
    }

    /** O sistema reusa os números de processo: só é o mesmo se começou no mesmo instante. */
    private static Optional<ProcessHandle> procura(long pid, long inicio) {
        return ProcessHandle.of(pid).filter(processo -> processo.isAlive() && inicio(processo) == inicio);
    }

    private static long inicio(ProcessHandle processo) {
        return processo.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
