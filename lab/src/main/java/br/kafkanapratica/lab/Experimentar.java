package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.Alternativa;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Experimento.Cenario;
import br.kafkanapratica.experimentos.Trilha;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.experimentos.estudo.Caderno;
import br.kafkanapratica.experimentos.estudo.Estudo;
import br.kafkanapratica.experimentos.estudo.Folha;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Faz um experimento no terminal: pergunta, espera que o aluno aja noutro terminal, diz o que viu, e explica. */
@Command(
        name = "experimento",
        synopsisHeading = "Uso: ",
        description = "Faz um experimento do curso; sem dizer qual, mostra a lista e o que já foi feito.")
final class Experimentar implements Callable<Integer> {

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Parameters(index = "0", arity = "0..1", paramLabel = "QUAL", description = "O número, ou o nome.")
    private @Nullable String qual;

    @Option(names = "--previsao", paramLabel = "LETRA", description = "A sua previsão, sem que se pergunte.")
    private @Nullable String previsao;

    @Option(names = "--recomecar", description = "Apaga o que já se viu deste experimento, e o começa de novo.")
    private boolean recomecar;

    private final PrintStream saida = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var caderno = OndeOlhar.caderno(comuns.raiz());
        if (qual == null) {
            lista(caderno);
            return ExitCode.OK;
        }
        var experimento = Curso.experimento(qual)
                .orElseThrow(() -> new IllegalStateException(
                        "não há um experimento \"%s\"; para ver a lista: ./lab.sh experimento".formatted(qual)));
        if (recomecar) {
            caderno.apaga(experimento.id());
        }
        var fontes = OndeOlhar.de(comuns.raiz());
        var comandos = OndeOlhar.comandos(fontes);
        var folha = caderno.folha(experimento.id());
        pergunta(experimento, folha);
        if (experimento.cenario() == Cenario.TRES_BROKERS) {
            saida.printf("%nEste pede três brokers: ./stop.sh && ./start.sh --brokers 3%n");
        }
        if (folha.filter(Folha::completa).isPresent()) {
            saida.printf("%nVocê já viu tudo. Para fazê-lo de novo: ./lab.sh experimento %s --recomecar%n", qual);
            new Narracao(experimento, comandos, saida).termina(folha.get());
            return ExitCode.OK;
        }
        boolean interrompido =
                folha.filter(esta -> caderno.interrompida(esta, Instant.now())).isPresent();
        if (interrompido) {
            saida.printf("%nVocê começou outro experimento depois deste: ele recomeça, com a mesma previsão.%n");
        }
        var letra = folha.map(Folha::previsao).or(() -> preve(experimento));
        if (letra.isEmpty()) {
            saida.printf("%nDiga o que você prevê: ./lab.sh experimento %s --previsao a%n", qual);
            return ExitCode.USAGE;
        }
        try (var estudo = folha.isPresent() && !interrompido
                ? Estudo.continua(experimento, folha.get(), caderno, fontes, Clock.systemDefaultZone())
                : Estudo.comeca(experimento, letra.get(), caderno, fontes, Clock.systemDefaultZone())) {
            var adeus = new Thread(() ->
                    saida.printf("%nO que já se viu está guardado. Para continuar: ./lab.sh experimento %s%n", qual));
            Runtime.getRuntime().addShutdownHook(adeus);
            int codigo = new Narracao(experimento, comandos, saida).acompanha(estudo);
            Runtime.getRuntime().removeShutdownHook(adeus);
            return codigo;
        }
    }

    private static String letras(Experimento experimento) {
        return experimento.alternativas().stream().map(Alternativa::letra).collect(Collectors.joining(", "));
    }

    private void lista(Caderno caderno) {
        for (var trilha : Trilha.values()) {
            saida.printf("%n%s: %s%n", trilha.titulo(), trilha.resumo());
            for (var experimento : Curso.da(trilha)) {
                var feito = caderno.folha(experimento.id())
                        .map(folha -> folha.completa() ? "✓" : "…")
                        .orElse(" ");
                saida.printf(
                        "  %s %2d  %-44s %s%n",
                        feito, Curso.numero(experimento), experimento.titulo(), experimento.id());
            }
        }
        saida.printf("%nPara fazer um: ./lab.sh experimento 1%n");
    }

    private void pergunta(Experimento experimento, Optional<Folha> folha) {
        saida.printf("%n%d. %s%n%n%s%n%n", Curso.numero(experimento), experimento.titulo(), experimento.pergunta());
        experimento
                .alternativas()
                .forEach(alternativa -> saida.printf(
                        "  %s) %s%s%n",
                        alternativa.letra(),
                        alternativa.texto(),
                        folha.filter(esta -> esta.previsao().equals(alternativa.letra()))
                                        .isPresent()
                                ? "  (a sua previsão)"
                                : ""));
    }

    /** Do comando, ou de quem digita; vazio se não há quem digite. */
    private Optional<String> preve(Experimento experimento) {
        if (previsao != null) {
            var dita = previsao.strip().toLowerCase(Locale.ROOT);
            if (experimento.alternativa(dita).isEmpty()) {
                throw new IllegalStateException(
                        "\"%s\" não é uma das alternativas: %s".formatted(previsao, letras(experimento)));
            }
            return Optional.of(dita);
        }
        try {
            var teclado = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (true) {
                saida.printf("%nO que você prevê? ");
                saida.flush();
                var linha = teclado.readLine();
                if (linha == null) {
                    return Optional.empty();
                }
                var dita = linha.strip().toLowerCase(Locale.ROOT);
                if (experimento.alternativa(dita).isPresent()) {
                    return Optional.of(dita);
                }
                saida.println("Escreva a letra de uma das alternativas.");
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
