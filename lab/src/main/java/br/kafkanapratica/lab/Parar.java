package br.kafkanapratica.lab;

import br.kafkanapratica.experimentos.controle.Verbo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Para tudo o que {@code start.sh} iniciou, e nada mais. */
@Command(
        name = "parar",
        synopsisHeading = "Uso: ",
        description = "Para tudo o que o laboratório iniciou. Os dados ficam.")
final class Parar implements Callable<Integer> {

    /** Ninguém sobrevive a um kill -9 por mais que isto, a não ser preso num disco que não responde. */
    private static final Duration DEPOIS_DO_KILL = Duration.ofSeconds(10);

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Parameters(
            paramLabel = "PROGRAMA",
            arity = "0..1",
            description = {"Só este programa, com o laboratório no ar:", "./lab.sh parar pagamento"})
    private @Nullable String programa;

    @Override
    public Integer call() throws IOException {
        if (programa != null) {
            return Pedir.pede(comuns.raiz(), Verbo.PARAR, List.of(programa));
        }
        var prazos =
                Prazos.de(Optional.ofNullable(System.getenv(Prazos.VARIAVEL)).orElse("1"));
        var pasta = new Pasta(comuns.raiz());
        var vivos = Marca.de(comuns.raiz()).vivos();
        if (!vivos.isEmpty()) {
            System.out.println("Parando o laboratório…");
            para(vivos, prazos);
            System.out.println("Tudo parado. Os dados continuam em dados/.");
        } else if (pasta.travada()) {
            throw new IllegalStateException(
                    "o laboratório está no ar, mas não vejo os processos dele. Se são de outro usuário, é ele quem o para (ou root: sudo ./stop.sh); se a pasta mudou de lugar com ele no ar, Ctrl-C no terminal dele.");
        } else {
            System.out.println(
                    "Nada a parar: o laboratório não está no ar (o que se iniciou à mão se para com Ctrl-C, no terminal dele).");
        }
        if (pasta.existe()) {
            pasta.esquece();
        }
        return ExitCode.OK;
    }

    /**
     * Primeiro o laboratório, que para os seus em ordem; depois o que tiver sobrado, do último ao primeiro.
     *
     * @throws IllegalStateException se algum é de outro usuário, ou não morre
     */
    static void para(List<ProcessHandle> processos, Prazos prazos) {
        descongela(processos);
        for (var processo : processos) {
            if (!processo.destroy() && processo.isAlive()) {
                throw new IllegalStateException(
                        "o laboratório é de %s (PID %d), e só ele pode pará-lo: peça-lhe, ou sudo ./stop.sh"
                                .formatted(processo.info().user().orElse("outro usuário"), processo.pid()));
            }
            // O laboratório só termina depois dos seus, que pode ter de esperar um a um.
            int esperados = Marca.ehOLaboratorio(processo) ? processos.size() : 1;
            if (!termina(processo, prazos.parada().multipliedBy(esperados), true)) {
                processo.destroyForcibly();
                if (!termina(processo, DEPOIS_DO_KILL, false)) {
                    throw new IllegalStateException(
                            "o processo %d não morre nem com kill -9: o disco responde?".formatted(processo.pid()));
                }
            }
        }
    }

    /** O que foi pausado, ou suspenso com Ctrl-Z no terminal do laboratório, não ouviria que é para terminar. */
    private static void descongela(List<ProcessHandle> processos) {
        processos.stream()
                .filter(processo -> Congelamento.congelado(processo).orElse(true))
                .forEach(processo -> {
                    try {
                        Congelamento.descongela(processo);
                    } catch (IllegalStateException e) {
                        // é de outro usuário: dito logo adiante, com o que fazer
                    }
                });
    }

    private static boolean termina(ProcessHandle processo, Duration prazo, boolean avisa) {
        long comecou = System.nanoTime();
        long avisou = comecou;
        while (processo.isAlive() && !Congelamento.zumbi(processo)) {
            long agora = System.nanoTime();
            if (agora - comecou >= prazo.toNanos()) {
                return false;
            }
            if (avisa && agora - avisou >= Prazos.ENTRE_AVISOS.toNanos()) {
                avisou = agora;
                System.out.printf("Espero o processo %d terminar…%n", processo.pid());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(Espera.PASSO.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }
}
