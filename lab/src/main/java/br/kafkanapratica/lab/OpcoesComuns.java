package br.kafkanapratica.lab;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** As opções de todo comando do laboratório. */
final class OpcoesComuns {

    @Option(names = "--raiz", paramLabel = "PASTA", description = "A raiz do repositório (padrão: a pasta atual).")
    private Path raiz = Path.of("");

    @Option(
            names = {"-h", "--help", "--ajuda"},
            usageHelp = true,
            description = "Mostra esta ajuda.")
    private boolean ajuda;

    Path raiz() {
        return raiz.toAbsolutePath().normalize();
    }
}
