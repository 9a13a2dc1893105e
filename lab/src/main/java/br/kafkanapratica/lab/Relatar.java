package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.estudo.Folha;
import br.kafkanapratica.experimentos.estudo.Relatorio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Escreve o caderno numa página. */
@Command(
        name = "relatorio",
        synopsisHeading = "Uso: ",
        description = "Escreve o que você previu e viu nos experimentos numa página HTML só.")
final class Relatar implements Callable<Integer> {

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Option(names = "--nome", paramLabel = "NOME", description = "De quem é o relatório.")
    private String nome = "";

    @Option(
            names = "--para",
            paramLabel = "ARQUIVO",
            description = "Onde escrever (padrão: experimentos-NOME.html, na raiz do repositório).")
    private @Nullable Path para;

    @Override
    public Integer call() throws IOException {
        var folhas = OndeOlhar.caderno(comuns.raiz()).folhas();
        var onde = para == null ? Path.of(Relatorio.arquivo(nome)) : para;
        Files.writeString(onde, Relatorio.html(nome, folhas, Clock.systemDefaultZone()));
        long feitos = folhas.stream().filter(Folha::completa).count();
        System.out.printf("Feitos: %d; começados: %d. Em %s%n", feitos, folhas.size() - feitos, onde.toAbsolutePath());
        return ExitCode.OK;
    }
}
