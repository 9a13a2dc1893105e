package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prepara os programas para começarem depressa; {@code iniciar} faz o mesmo quando falta. */
@Command(
        name = "preparar",
        synopsisHeading = "Uso: ",
        description = "Prepara os programas para começarem depressa (uma vez por build; iniciar também o faz).")
final class Preparar implements Callable<Integer> {

    private static final List<String> PROGRAMAS = List.of(
            "saldo-service",
            "dashboard",
            "broker-local",
            "estoque-service",
            "pagamento-service",
            "notificacao-service",
            "saldo-producer");

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Override
    public Integer call() {
        todos(comuns.raiz());
        return 0;
    }

    /**
     * @throws IllegalStateException se falta um jar
     */
    static void todos(Path raiz) {
        var faltam = PROGRAMAS.stream()
                .map(modulo -> new JarPreparado(Programa.caminhoDoJar(raiz, modulo)))
                .filter(jar -> !jar.existe())
                .toList();
        if (faltam.isEmpty()) {
            return;
        }
        System.out.println("Preparando os programas para começarem depressa (uma vez por build)…");
        var fim = new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly));
        Runtime.getRuntime().addShutdownHook(fim);
        var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            var preparos = faltam.stream()
                    .map(jar -> executor.submit(() -> prepara(jar)))
                    .toList();
            preparos.forEach(Preparar::espera);
        } finally {
            executor.shutdownNow();
            Runtime.getRuntime().removeShutdownHook(fim);
        }
    }

    /** O que falhar não impede nada: o programa só começa mais devagar. */
    private static void prepara(JarPreparado jar) {
        try {
            jar.prepara();
        } catch (IOException | IllegalStateException e) {
            System.out.println("Um deles vai começar mais devagar, e só isso: " + e.getMessage());
        }
    }

    private static void espera(Future<?> preparo) {
        try {
            preparo.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
