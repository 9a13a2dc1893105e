package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import br.kafkanapratica.experimentos.controle.Resposta;
import br.kafkanapratica.experimentos.controle.Verbo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A linha de comando de {@code start.sh}. */
@Command(
        name = "iniciar",
        sortOptions = false,
        synopsisHeading = "Uso: ",
        description = "Inicia tudo: broker, tópicos, serviços. Ctrl-C (ou ./stop.sh) para tudo.")
final class Iniciar implements Callable<Integer> {

    private static final String RECOMECAR = "Para recomeçar tudo: ./stop.sh && ./start.sh";

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Spec
    private CommandSpec comando = CommandSpec.create();

    @Parameters(
            paramLabel = "PROGRAMA",
            arity = "0..1",
            description = {"Com o laboratório no ar, traz só este de", "volta: ./lab.sh iniciar pagamento"})
    private @Nullable String programa;

    @Option(
            names = "--porta-kafka",
            paramLabel = "N",
            description = "Porta do broker, ou do primeiro deles (${DEFAULT-VALUE}).")
    private int portaKafka = Portas.PADRAO.kafka();

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "Um broker, ou um cluster de 3, com réplicas (${DEFAULT-VALUE}).")
    private int brokers = 1;

    @Option(names = "--porta-saldo", paramLabel = "N", description = "Porta do saldo-service (${DEFAULT-VALUE}).")
    private int portaSaldo = Portas.PADRAO.saldo();

    @Option(names = "--porta-dashboard", paramLabel = "N", description = "Porta do dashboard (${DEFAULT-VALUE}).")
    private int portaDashboard = Portas.PADRAO.dashboard();

    @Option(
            names = "--limpar",
            description = "Apaga os dados do broker e começa do zero. Dos experimentos, fica o que se viu até o fim.")
    private boolean limpar;

    @Option(
            names = "--lentidao",
            paramLabel = "N",
            description = "Quantas vezes esta máquina é mais lenta: multiplica os prazos (LAB_LENTIDAO, ou 1).")
    private @Nullable String lentidao;

    @Option(names = "--cor", description = "Colore os prefixos (num terminal, start.sh já o faz).")
    private boolean cor;

    @Override
    public Integer call() throws IOException {
        if (programa != null) {
            exigeSoOPrograma();
            return Pedir.pede(comuns.raiz(), Verbo.INICIAR, List.of(programa));
        }
        var portas = new Portas(portaKafka, portaSaldo, portaDashboard, brokers);
        portas.confereValores();
        var prazos = Prazos.de(Optional.ofNullable(lentidao)
                .or(() -> Optional.ofNullable(System.getenv(Prazos.VARIAVEL)))
                .orElse("1"));
        var raiz = comuns.raiz();
        var pasta = new Pasta(raiz);
        pasta.cria();
        try (var trava = pasta.trava()) {
            var marca = Marca.de(raiz);
            if (trava == null) {
                return jaHaUm(raiz, pasta, marca);
            }
            var restos = marca.vivos().stream()
                    .filter(processo ->
                            processo.pid() != ProcessHandle.current().pid())
                    .toList();
            if (!restos.isEmpty()) {
                System.out.println("Parando o que sobrou de um laboratório que morreu…");
                Parar.para(restos, prazos);
            }
            pasta.esquece();
            portas.confereLivres(outrasOpcoes());
            if (!Laboratorio.jaHaUmKafka(portas, prazos, limpar)) {
                Acesso.exigePasta(raiz.resolve("dados/kafka/log"));
                if (!limpar) {
                    DadosDoBroker.de(raiz).confere(portas, outrasOpcoes());
                }
            }
            dizOQueIgnora(portas);
            if (limpar) {
                OndeOlhar.caderno(raiz).apagaPorAcabar();
            }
            Preparar.extrai(raiz, prazos);
            return laboratorio(raiz, pasta, marca, portas, prazos).roda();
        }
    }

    private void exigeSoOPrograma() {
        var outras = comando.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(opcao -> !opcao.equals("--raiz"))
                .toList();
        if (!outras.isEmpty()) {
            throw new IllegalStateException(
                    "%s é do laboratório inteiro; um programa volta com as opções que tinha: ./lab.sh iniciar %s"
                            .formatted(String.join(", ", outras), programa));
        }
    }

    /** As que não são portas, para que o comando que se sugere faça o mesmo. */
    private String outrasOpcoes() {
        return (limpar ? " --limpar" : "") + (lentidao == null ? "" : " --lentidao " + lentidao);
    }

    private Laboratorio laboratorio(Path raiz, Pasta pasta, Marca marca, Portas portas, Prazos prazos) {
        var elenco = new Elenco(raiz, portas, Ambiente.configuracoes(System.getenv()));
        return new Laboratorio(
                elenco, pasta, marca, new Console(cor || Boolean.getBoolean("lab.cor"), pasta.logs()), prazos, limpar);
    }

    /** O código de saída: 0 se o que se pediu está no ar, ou estará. */
    private static int jaHaUm(Path raiz, Pasta pasta, Marca marca) {
        var controle = ControleDoLab.de(raiz);
        var endereco = controle.pede(Verbo.ENDERECO.palavra());
        if (endereco.linhas().contains(Controle.PARANDO)) {
            throw new IllegalStateException("o laboratório está parando: quando ele acabar, repita ./start.sh");
        }
        if (!endereco.ok() && pasta.anotados().isEmpty()) { // ainda não atende, ou já não atende
            System.out.println(
                    "O laboratório está subindo, em outro terminal, ou acaba de parar: se ali não aparecer \"Tudo no ar\", repita ./start.sh");
            return ExitCode.OK;
        }
        if (endereco.linhas().contains(Controle.SUBINDO)) {
            System.out.println(
                    "O laboratório ainda está subindo, em outro terminal: espere que ele diga \"Tudo no ar\". Para pará-lo: ./stop.sh");
            return ExitCode.OK;
        }
        dizQueJaEstaNoAr(controle, endereco, pasta, marca);
        return ExitCode.OK;
    }

    /** Quem chamou pode tê-lo feito porque um programa, que já não está lá, o mandou. */
    private static void dizQueJaEstaNoAr(ControleDoLab controle, Resposta endereco, Pasta pasta, Marca marca) {
        System.out.printf(
                "O laboratório já está no ar%s. Para pará-lo: ./stop.sh%n",
                endereco.ok() ? " (%s)".formatted(endereco.frase()) : "");
        var comandos = pasta.anotados();
        var resposta = controle.pede(Verbo.PROCESSOS.palavra());
        if (resposta.ok()) {
            dizOQueTerminou(comandos, ControleDoLab.processos(resposta));
            return;
        }
        var modulos = List.copyOf(comandos.keySet());
        var faltam = new ArrayList<>(modulos);
        marca.vivos().forEach(processo -> Marca.modulo(processo, modulos).ifPresent(faltam::remove));
        for (var modulo : faltam) {
            System.out.printf(
                    "Mas %s terminou. Se você ainda não o trouxe de volta: %s%n", modulo, comandos.get(modulo));
        }
        if (!faltam.isEmpty()) {
            System.out.println(RECOMECAR);
        }
    }

    /** Como o próprio laboratório o diz. Onde está uma armadilha, o certo terminou porque se quis. */
    private static void dizOQueTerminou(Map<String, String> comandos, List<ProcessoVisto> processos) {
        var armadilhas = processos.stream()
                .filter(ProcessoVisto::armadilha)
                .filter(processo -> processo.vivo() && !processo.papel().isEmpty())
                .toList();
        armadilhas.forEach(armadilha -> System.out.printf(
                "No lugar de %s está a armadilha %s. Para ter o certo de volta: %s%n",
                armadilha.papel(), armadilha.nome(), Nomes.comando("certo", armadilha.papel())));
        var faltam = processos.stream()
                .filter(processo -> !processo.vivo() && comandos.containsKey(processo.nome()))
                .filter(processo -> armadilhas.stream()
                        .noneMatch(armadilha -> armadilha.papel().equals(processo.papel())))
                .toList();
        faltam.forEach(processo -> System.out.printf(
                "Mas %s terminou. Se você ainda não o trouxe de volta: %s (à mão: %s)%n",
                processo.nome(), Nomes.comando("iniciar", processo.nome()), comandos.get(processo.nome())));
        processos.stream()
                .filter(processo -> processo.estado() == ProcessoVisto.Estado.PAUSADO)
                .forEach(processo -> System.out.printf(
                        "%s está pausado. Para retomá-lo: %s%n",
                        processo.nome(), Nomes.comando("retomar", processo.nome())));
        if (!faltam.isEmpty()) {
            System.out.println(RECOMECAR);
        }
    }

    private static void dizOQueIgnora(Portas portas) {
        var ignoradas = new ArrayList<>(Ambiente.ignoradas(System.getenv()));
        if (portas.servidores().equals(System.getenv("SPRING_KAFKA_BOOTSTRAP_SERVERS"))) {
            ignoradas.remove("SPRING_KAFKA_BOOTSTRAP_SERVERS");
        }
        if (!ignoradas.isEmpty()) {
            System.out.printf(
                    "Do ambiente, não passo adiante: %s (docs/referencia/configuracao.md diz o que vale aqui).%n",
                    String.join(", ", ignoradas));
        }
    }
}
