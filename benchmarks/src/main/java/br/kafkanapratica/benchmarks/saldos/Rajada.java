package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.benchmarks.bancada.Numeros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Conexões que pedem sem parar, cada uma o seu próximo id, por um tempo. */
record Rajada(int porta, int conexoes, long nanos, Function<Random, String> caminho, long semente) {

    record Resultado(double porSegundo, double p50, double p99) {}

    Resultado dispara() {
        var threads = Executors.newFixedThreadPool(conexoes);
        try {
            long fim = System.nanoTime() + nanos;
            var latencias = IntStream.range(0, conexoes)
                    .mapToObj(numero -> CompletableFuture.supplyAsync(() -> pede(numero, fim), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .flatMapToLong(Arrays::stream)
                    .toArray();
            return new Resultado(
                    latencias.length * 1e9 / nanos,
                    Numeros.percentil(latencias, 0.5) / 1e6,
                    Numeros.percentil(latencias, 0.99) / 1e6);
        } finally {
            threads.shutdown();
        }
    }

    private long[] pede(int numero, long fim) {
        var sorteio = new Random(semente + numero);
        var latencias = new long[1 << 12];
        int quantas = 0;
        try (var conexao = new ConexaoHttp(porta)) {
            for (long agora = System.nanoTime(); agora < fim; ) {
                conexao.baixa(caminho.apply(sorteio));
                if (conexao.status() != 200) {
                    throw new IllegalStateException("resposta " + conexao.status());
                }
                long depois = System.nanoTime();
                if (quantas == latencias.length) {
                    latencias = Arrays.copyOf(latencias, 2 * quantas);
                }
                latencias[quantas++] = depois - agora;
                agora = depois;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(latencias, quantas);
    }
}
