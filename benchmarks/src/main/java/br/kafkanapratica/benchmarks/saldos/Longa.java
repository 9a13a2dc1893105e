package br.kafkanapratica.benchmarks.saldos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.benchmarks.bancada.Numeros;
import br.kafkanapratica.estado.Lido;
import br.kafkanapratica.saldo.estado.Armazem;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Muitas atualizações sobre os mesmos clientes, com remoções e voltas: a memória tem de ficar onde estava. */
@Command(name = "longa", hidden = true)
public final class Longa implements Callable<Integer> {

    private static final int VEZES = 20;

    @Option(names = "--clientes")
    private int clientes = 1_000_000;

    @Option(names = "--atualizacoes")
    private long atualizacoes = 100_000_000;

    @Option(names = "--semente")
    private long semente = 42;

    @Override
    public Integer call() {
        long base = Maquina.heapDepoisDoGc();
        var contas = Armazem.COMPACTO.novo();
        var sorteio = new Random(semente);
        long tempo = 1_760_000_000_000L;
        Numeros.diz("| atualizações, milhões | heap, MB | bytes por cliente | atualizações/s |");
        Numeros.diz("|---|---|---|---|");
        long offset = 0;
        for (int vez = 0; vez <= VEZES; vez++) {
            long quantas = vez == 0 ? clientes : atualizacoes / VEZES;
            long comecou = System.nanoTime();
            for (long i = 0; i < quantas; i++, offset++) {
                var id = Integer.toString(10_000_000 + (vez == 0 ? (int) i : sorteio.nextInt(clientes)));
                boolean remove = vez > 0 && i % 50 == 0;
                contas.aplica(new Lido(
                        0,
                        offset,
                        tempo + offset / 50,
                        id.getBytes(US_ASCII),
                        remove ? null : Carga.valor(id, sorteio)));
                if (i % 50_000 == 0) {
                    contas.emDia(); // a 50.000 por segundo, uma verificação por segundo
                }
            }
            double segundos = (System.nanoTime() - comecou) / 1e9;
            long heap = Maquina.heapDepoisDoGc() - base;
            Numeros.diz(
                    "| %,d | %.1f | %.1f | %,.0f |",
                    (offset - clientes) / 1_000_000,
                    heap / 1e6,
                    heap / (double) contas.totalDeValidos(),
                    quantas / segundos);
        }
        Maquina.assina(
                "benchmarks/saldos.sh longa --clientes %d --atualizacoes %d --semente %d"
                        .formatted(clientes, atualizacoes, semente),
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        return 0;
    }
}
