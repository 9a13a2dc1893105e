package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.benchmarks.bancada.Maquina;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Um lado da medição, numa JVM só dele: uma reconstrução a frio, como em todo início, e outra depois de aquecida. */
@Command(name = "reconstroi", hidden = true)
public final class Reconstroi implements Callable<Integer> {

    @Option(names = "--quem", required = true)
    private Reconstrutor quem = Reconstrutor.SERVICO;

    @Option(names = "--servidores", required = true)
    private String servidores = "";

    @Option(names = "--topico", required = true)
    private String topico = "";

    @Option(names = "--clientes", required = true)
    private int clientes;

    @Option(names = "--aquecimentos", required = true)
    private int aquecimentos;

    @Override
    public Integer call() {
        mede(Reconstrucao.Quando.FRIO);
        for (int vez = 0; vez < aquecimentos; vez++) {
            quem.reconstroi(servidores, topico).larga().run();
            Maquina.heapDepoisDoGc();
        }
        mede(Reconstrucao.Quando.AQUECIDO);
        return 0;
    }

    private void mede(Reconstrucao.Quando quando) {
        Maquina.ocupacao();
        var reconstruido = quem.reconstroi(servidores, topico);
        double ocupacao = Maquina.ocupacao();
        if (reconstruido.registros() != clientes) {
            throw new IllegalStateException("leu " + reconstruido.registros() + " de " + clientes);
        }
        long com = Maquina.heapDepoisDoGc();
        reconstruido.larga().run();
        long sem = Maquina.heapDepoisDoGc();
        System.out.printf(
                Locale.ROOT,
                "RESULTADO %s %.1f %.2f %.2f%n",
                quando,
                clientes * 1e9 / reconstruido.nanos(),
                (com - sem) / (double) clientes,
                ocupacao);
    }
}
