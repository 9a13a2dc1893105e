package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Prepara os programas para começarem o mais depressa que podem; {@code iniciar} faz sozinho a parte barata, que é extraí-los.
 */
@Command(
        name = "preparar",
        synopsisHeading = "Uso: ",
        description =
                "Prepara os programas para começarem o mais depressa que podem: leva um minuto e ocupa 300 MB, uma vez por"
                        + " build. Vale para quem os inicia muitas vezes, ou vai entregar a pasta a uma turma.")
final class Preparar implements Callable<Integer> {

    private static final List<String> PROGRAMAS = Stream.of(
                    Stream.of("saldo-service", "dashboard", "broker-local"),
                    Elenco.ETAPAS.stream(),
                    Stream.of("saldo-producer"))
            .flatMap(modulos -> modulos)
            .toList();

    private static final int INTERROMPIDO = 130;

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Parameters(
            paramLabel = "PROGRAMA",
            description = "Só estes, como estoque ou broker (padrão: os que o laboratório inicia).")
    private List<String> programas = PROGRAMAS;

    @Override
    public Integer call() {
        var raiz = comuns.raiz();
        var modulos = programas.stream()
                .map(digitado -> modulo(raiz, digitado))
                .distinct()
                .toList();
        if (!prepara(
                raiz,
                modulos,
                true,
                Prazos.de(Optional.ofNullable(System.getenv(Prazos.VARIAVEL)).orElse("1")))) {
            System.out.println("Já estavam prontos.");
        }
        return ExitCode.OK;
    }

    private static String modulo(Path raiz, String digitado) {
        return Stream.of(digitado, digitado + "-service", digitado + "-local")
                .filter(modulo -> Files.isRegularFile(Programa.caminhoDoJar(raiz, modulo)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("Não há um jar de \"%s\" a preparar. Os que o laboratório inicia: %s."
                                .formatted(digitado, String.join(", ", PROGRAMAS))));
    }

    /** O que se paga na primeira vez: uns segundos, e não um minuto. */
    static void extrai(Path raiz, Prazos prazos) {
        prepara(raiz, PROGRAMAS, false, prazos);
    }

    /** Devolve se havia o que preparar. */
    private static boolean prepara(Path raiz, List<String> modulos, boolean treina, Prazos prazos) {
        var faltam = modulos.stream()
                .filter(modulo ->
                        Files.isRegularFile(Programa.caminhoDoJar(raiz, modulo))) // o que falta, diz quem o for iniciar
                .map(modulo -> new JarPreparado(raiz, modulo))
                .filter(jar -> treina ? !jar.treinado() : !jar.extraido())
                .toList();
        if (faltam.isEmpty()) {
            return false;
        }
        System.out.println("Preparando os programas para começarem depressa (uma vez por build)…");
        var preparando = new AtomicBoolean(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> desiste(preparando)));
        var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            var preparos = faltam.stream()
                    .map(jar -> executor.submit(() -> prepara(jar, treina, prazos)))
                    .toList();
            espera(preparos);
        } finally {
            executor.shutdownNow();
            preparando.set(false);
        }
        return true;
    }

    /** Um Ctrl-C no meio: nada do que começou fica para trás, e ninguém reclama de não ter terminado. */
    private static void desiste(AtomicBoolean preparando) {
        if (preparando.get()) {
            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(INTERROMPIDO);
        }
    }

    /** O que falhar não impede nada: o programa só começa mais devagar. */
    private static void prepara(JarPreparado jar, boolean treina, Prazos prazos) {
        try {
            jar.prepara(prazos.preparo(), treina);
        } catch (IOException | RuntimeException e) { // também um processo que o sistema não deixa iniciar
            System.out.printf("Não preparei o %s, que só vai começar mais devagar: %s%n", jar.nome(), e.getMessage());
        }
    }

    private static void espera(List<? extends Future<?>> preparos) {
        long comecou = System.nanoTime();
        for (var preparo : preparos) {
            while (!preparo.isDone()) {
                try {
                    preparo.get(Prazos.ENTRE_AVISOS.toSeconds(), TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    System.out.printf(
                            "Preparando há %d s: %d de %d prontos.%n",
                            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - comecou),
                            preparos.stream().filter(Future::isDone).count(),
                            preparos.size());
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
