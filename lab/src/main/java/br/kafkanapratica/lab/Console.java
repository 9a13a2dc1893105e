package br.kafkanapratica.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** As saídas de todos os programas num terminal só, cada uma com o seu prefixo, e inteiras em {@code .lab/logs}. */
final class Console {

    private static final List<Integer> CORES = List.of(36, 32, 35, 33, 34, 31, 96, 92, 95, 93);
    private static final int LARGURA = 20;
    private static final Duration TERMINAL_PARADO = Duration.ofSeconds(1);

    private final boolean cor;
    private final Path logs;
    private final Map<String, Destino> destinos = new HashMap<>();
    private volatile boolean calado;

    Console(boolean cor, Path logs) {
        this.cor = cor;
        this.logs = logs;
    }

    /** Um terminal parado (Ctrl-S, um texto selecionado) não prende quem tem o que fazer: a linha sai quando ele andar. */
    void diz(String texto) {
        var escrita = new Thread(() -> System.out.println(cor ? "\u001B[1m" + texto + "\u001B[0m" : texto), "console");
        escrita.setDaemon(true);
        escrita.start();
        try {
            escrita.join(TERMINAL_PARADO.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Depois disto os programas só escrevem nos arquivos: o que dizem ao parar não interessa a quem pediu o fim. */
    void cala() {
        calado = true;
    }

    /** Onde vão as linhas de um programa; trazido de volta, continua o arquivo que começou. */
    Consumer<String> de(String programa) throws IOException {
        var destino = destino(programa);
        var prefixo = destino.prefixo();
        var arquivo = destino.arquivo();
        return linha -> {
            arquivo.println(linha);
            if (!calado) {
                System.out.println(prefixo + linha);
            }
        };
    }

    private synchronized Destino destino(String programa) throws IOException {
        var destino = destinos.get(programa);
        if (destino == null) {
            int numero = CORES.get(destinos.size() % CORES.size());
            var nome = ("%-" + LARGURA + "s").formatted(programa);
            destino = new Destino(
                    cor ? "\u001B[%dm%s│\u001B[0m ".formatted(numero, nome) : nome + "| ",
                    new PrintWriter(
                            Files.newBufferedWriter(logs.resolve(programa + ".log"), StandardCharsets.UTF_8), true));
            destinos.put(programa, destino);
        }
        return destino;
    }

    private record Destino(String prefixo, PrintWriter arquivo) {}
}
