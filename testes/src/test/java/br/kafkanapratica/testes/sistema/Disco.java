package br.kafkanapratica.testes.sistema;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** O que um disco faz aos arquivos de um broker, e o que não lhe custa nada: um valor grande que comprimido é pequeno. */
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

    /** Um bloco ao acaso, repetido mais longe do que o gzip se lembra. */
    static byte[] seisMegabytes() {
        var bloco = new byte[500_000];
        new Random(1).nextBytes(bloco);
        var valor = new byte[6_000_000];
        for (int i = 0; i < valor.length; i += bloco.length) {
            System.arraycopy(bloco, 0, valor, i, bloco.length);
        }
        return valor;
    }
}
