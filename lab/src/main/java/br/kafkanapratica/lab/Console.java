package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** As saídas de todos os programas num terminal só, cada uma com o seu prefixo, e inteiras em {@code .lab/logs}. Para várias threads. */
final class Console {

    private static final List<Integer> CORES = List.of(36, 32, 35, 33, 34, 31, 96, 92, 95, 93);
    private static final int LARGURA = 20;

    private final boolean cor;
    private final Path logs;
    private final Terminal terminal = new Terminal();
    private final Map<String, Destino> destinos = new HashMap<>();
    private volatile boolean calado;

    Console(boolean cor, Path logs) {
        this.cor = cor;
        this.logs = logs;
    }

    /** Um terminal parado não prende quem tem o que fazer: a linha sai quando ele andar. */
    void diz(String texto) {
        terminal.diz(cor ? "\u001B[1m" + texto + "\u001B[0m" : texto);
    }

    /** Depois do que já se disse. */
    void erro(String texto) {
        terminal.erro("ERRO: " + texto);
    }

    /** Depois disto os programas só escrevem nos arquivos: o que dizem ao parar não interessa a quem pediu o fim. */
    void cala() {
        calado = true;
    }

    /** Onde vão as linhas de um programa; trazido de volta, continua o arquivo que começou. */
    Consumer<String> de(String programa) throws IOException {
        var destino = destino(programa);
        return linha -> {
            destino.arquivo().escreve(linha);
            if (!calado) {
                terminal.mostra(destino.prefixo() + linha);
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
                    new LogDoPrograma(logs.resolve(programa + ".log"), this::diz));
            destinos.put(programa, destino);
        }
        return destino;
    }

    private record Destino(String prefixo, LogDoPrograma arquivo) {}
}
