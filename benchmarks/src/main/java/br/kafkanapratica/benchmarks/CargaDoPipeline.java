package br.kafkanapratica.benchmarks;

import static java.util.stream.Collectors.joining;

import br.kafkanapratica.benchmarks.bancada.Numeros;
import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private List<EtapaDoPipeline> etapas = List.of(EtapaDoPipeline.values());

    @Option(names = "--lados", split = ",")
    private List<Lado> lados = List.of(Lado.LACO_NU, Lado.KAFKA_STREAMS, Lado.SERVICO);

    @Option(names = "--outra")
    private @Nullable Path outra;

    @Option(names = "--semente")
    private long semente = 42;

    @Override
    public Integer call() throws IOException {
        if (pedidos < 3 || repeticoes < 1) {
            throw new IllegalArgumentException("--pedidos vai de 3 para cima e --repeticoes, de 1");
        }
        if (!lados.contains(Lado.SERVICO) || lados.contains(Lado.OUTRO) != (outra != null)) {
            throw new IllegalArgumentException("--lados tem de ter servico; e o lado outro pede --outra PASTA");
        }
        var raiz = Path.of("").toAbsolutePath();
        var relatorio = new Relatorio(lados);
        try (var bancada = new Bancada(raiz)) {
            var carga = new PedidosDeCarga(pedidos, semente);
            var corrida = new Corrida(raiz, outra == null ? raiz : outra.toAbsolutePath(), bancada, carga);
            for (var etapa : etapas) {
                bancada.enche(etapa, carga);
                if (etapa == etapas.get(0)) {
                    Numeros.diz("Aquecendo o broker com uma execução que não conta…");
                    corrida.de(etapa, lados.get(0));
                }
                relatorio.etapa(etapa, mede(corrida, etapa, relatorio));
            }
        }
        relatorio.termina("benchmarks/pedidos.sh --pedidos %d --repeticoes %d --etapas %s --lados %s --semente %d"
                .formatted(
                        pedidos,
                        repeticoes,
                        nomes(),
                        lados.stream().map(Lado::name).collect(joining(",")),
                        semente));
        return 0;
    }

    private String nomes() {
        return etapas.stream().map(Lado::nome).collect(joining(","));
    }

    private Comparacao mede(Corrida corrida, EtapaDoPipeline etapa, Relatorio relatorio) throws IOException {
        var medidas = new Comparacao();
        var ordem = new ArrayList<>(lados);
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
