package br.kafkanapratica.benchmarks;

import static java.util.stream.Collectors.joining;

import br.kafkanapratica.benchmarks.bancada.Numeros;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mede cada etapa ao lado do laço nu e do Kafka Streams, alternados, e imprime a tabela. A ajuda está em {@code benchmarks/pedidos.sh}. */
@Command(name = "medir", hidden = true)
final class CargaDoPipeline implements Callable<Integer> {

    @Option(names = "--pedidos")
    private int pedidos = 900_000;

    @Option(names = "--repeticoes")
    private int repeticoes = 3;

    @Option(names = "--etapas", split = ",")
    private List<Estagio> etapas = List.of(Estagio.values());

    @Option(names = "--semente")
    private long semente = 42;

    @Override
    public Integer call() throws IOException {
        if (pedidos < 3 || repeticoes < 1) {
            throw new IllegalArgumentException("--pedidos vai de 3 para cima e --repeticoes, de 1");
        }
        var raiz = Path.of("").toAbsolutePath();
        var relatorio = new Relatorio();
        try (var bancada = new Bancada(raiz)) {
            var carga = new PedidosDeCarga(pedidos, semente);
            var corrida = new Corrida(raiz, bancada, carga);
            for (var etapa : etapas) {
                bancada.enche(etapa, carga);
                if (etapa == etapas.get(0)) {
                    Numeros.diz("Aquecendo o broker com uma execução que não conta…");
                    corrida.de(etapa, Lado.LACO_NU);
                }
                relatorio.etapa(etapa, mede(corrida, etapa, relatorio));
            }
        }
        relatorio.termina("benchmarks/pedidos.sh --pedidos %d --repeticoes %d --etapas %s --semente %d"
                .formatted(pedidos, repeticoes, nomes(), semente));
        return 0;
    }

    private String nomes() {
        return etapas.stream().map(Estagio::nome).collect(joining(","));
    }

    private Comparacao mede(Corrida corrida, Estagio etapa, Relatorio relatorio) throws IOException {
        var medidas = new Comparacao();
        var ordem = new ArrayList<>(List.of(Lado.values()));
        for (int vez = 1; vez <= repeticoes; vez++) {
            for (var lado : ordem) {
                var medida = corrida.de(etapa, lado);
                medidas.de(lado).add(medida);
                relatorio.corrida(etapa, vez, lado, medida);
            }
            // Quem vai primeiro se reveza: o que muda na máquina com o tempo não favorece ninguém.
            Collections.rotate(ordem, 1);
        }
        return medidas;
    }
}
