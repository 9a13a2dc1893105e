package br.kafkanapratica.testes.sistema;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** O que um disco faz aos arquivos de um broker. */
final class Disco {

    private Disco() {}

    /** O último segmento de uma partição. */
    static Path segmento(Path pasta) {
        try (var arquivos = Files.list(pasta)) {
            return arquivos.filter(arquivo -> arquivo.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long tamanho(Path arquivo) {
        return arquivo.toFile().length();
    }

    /** Feito duas vezes, nada mudou. */
    static void trocaUmBit(Path arquivo, long lugar) {
        try (var aberto = new RandomAccessFile(arquivo.toFile(), "rw")) {
            aberto.seek(lugar);
            int antes = aberto.read();
            aberto.seek(lugar);
            aberto.write(antes ^ 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void perdeOFim(Path arquivo, long bytes) {
        try (var aberto = new RandomAccessFile(arquivo.toFile(), "rw")) {
            aberto.setLength(Math.max(0, aberto.length() - bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
