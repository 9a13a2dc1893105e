package br.kafkanapratica.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Para tudo o que {@code start.sh} iniciou, e nada mais. */
@Command(
        name = "parar",
        synopsisHeading = "Uso: ",
        description = "Para tudo o que o laboratório iniciou. Os dados ficam.")
final class Parar implements Callable<Integer> {

    private static final int PRAZO_S = 40;

    @Mixin
    private OpcoesComuns comuns = new OpcoesComuns();

    @Override
    public Integer call() throws IOException {
        var pasta = new Pasta(comuns.raiz());
        var vivos = pasta.vivos();
        if (vivos.isEmpty()) {
            System.out.println("Nada a parar: o laboratório não está no ar.");
        } else {
            System.out.println("Parando o laboratório…");
            para(vivos);
            System.out.println("Tudo parado. Os dados continuam em dados/.");
        }
        pasta.esquece();
        return 0;
    }

    /** Primeiro o laboratório, que para os seus em ordem; depois o que tiver sobrado, do último ao primeiro. */
    static void para(List<ProcessHandle> processos) {
        var ordem = new ArrayList<>(processos.subList(1, processos.size()));
        Collections.reverse(ordem);
        ordem.add(0, processos.get(0));
        for (var processo : ordem) {
            processo.destroy();
            try {
                processo.onExit().get(PRAZO_S, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                processo.destroyForcibly();
                processo.onExit().join();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
