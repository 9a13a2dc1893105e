package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.Resposta;
import br.kafkanapratica.experimentos.controle.Verbo;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** O que {@code ./lab.sh} pede ao laboratório no ar: cada {@link Verbo} é um comando. */
final class Pedir implements Callable<Integer> {

    private static final DateTimeFormatter HORA =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Parameters(hidden = true, arity = "0..*")
    private List<String> argumentos = new ArrayList<>();

    private final Verbo verbo;

    private Pedir(Verbo verbo) {
        this.verbo = verbo;
    }

    /** Iniciar e parar, sem um programa, são do laboratório inteiro, e têm o seu comando. */
    static void acrescenta(CommandLine lab) {
        Arrays.stream(Verbo.values())
                .filter(verbo -> verbo != Verbo.INICIAR && verbo != Verbo.PARAR)
                .forEach(verbo -> lab.addSubcommand(verbo.palavra(), comando(verbo)));
    }

    private static CommandLine comando(Verbo verbo) {
        var linha = new CommandLine(new Pedir(verbo));
        CommandSpec comando = linha.getCommandSpec();
        comando.usageMessage()
                .synopsisHeading("Uso: ")
                .customSynopsis(verbo.uso())
                .description(verbo.descricao());
        return linha;
    }

    @Override
    public Integer call() {
        return pede(comuns.raiz(), verbo, argumentos);
    }

    /** O código de saída: 0 se foi feito. */
    static int pede(Path raiz, Verbo verbo, List<String> argumentos) {
        var palavras = new ArrayList<>(List.of(verbo.palavra()));
        palavras.addAll(argumentos);
        var resposta = ControleDoLab.de(raiz).pede(palavras.toArray(String[]::new));
        if (!resposta.ok()) {
            System.err.println("ERRO: " + resposta.frase());
            return ExitCode.SOFTWARE;
        }
        switch (verbo) {
            case PROCESSOS -> mostra(resposta);
            case LINHAS -> linhas(resposta);
            default -> System.out.println(resposta.frase());
        }
        return ExitCode.OK;
    }

    private static void linhas(Resposta resposta) {
        if (resposta.linhas().isEmpty()) {
            System.err.printf("%s: ainda não escreveu nada; peça de novo daqui a pouco.%n", resposta.frase());
        }
        resposta.linhas().forEach(System.out::println);
    }

    private static void mostra(Resposta resposta) {
        System.out.printf("%-28s %8s  %-10s %-9s %s%n", "PROGRAMA", "PID", "ESTADO", "DESDE", "");
        ControleDoLab.processos(resposta)
                .forEach(processo -> System.out.println(linha(processo).stripTrailing()));
    }

    private static String linha(ProcessoVisto processo) {
        var nota = new ArrayList<String>();
        if (processo.armadilha()) {
            nota.add(processo.papel().isEmpty() ? "armadilha" : "armadilha no lugar de " + processo.papel());
        }
        if (processo.tempo() != null) {
            nota.add(processo.tempo() + " por pedido");
        }
        if (processo.fim() != null) {
            nota.add(processo.fim());
        }
        return "%-28s %8d  %-10s %-9s %s"
                .formatted(
                        processo.nome(),
                        processo.pid(),
                        processo.estado().palavra(),
                        HORA.format(processo.desde()),
                        String.join("; ", nota));
    }
}
