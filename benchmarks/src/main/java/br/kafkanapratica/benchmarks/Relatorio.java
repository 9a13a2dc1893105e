package br.kafkanapratica.benchmarks;

import br.kafkanapratica.benchmarks.Corrida.Medida;
import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.benchmarks.bancada.Numeros;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** O que se vê: cada execução quando termina, e no fim a tabela, com o que é preciso para repeti-la. */
final class Relatorio {

    private static final List<Lado> COLUNAS = List.of(Lado.SERVICO, Lado.LACO_NU, Lado.KAFKA_STREAMS);
    private static final double MINIMO = 20_000;
    private static final double FRACAO_MINIMA = 0.7;
    private static final double ALHEIA_TOLERADA = 0.25;

    private final List<String> tabela = new ArrayList<>();
    private final List<String> lentas = new ArrayList<>();
    private final List<String> atrasDoStreams = new ArrayList<>();
    private final List<String> longeDoLaco = new ArrayList<>();
    private double maiorAlheia;

    void corrida(Estagio etapa, int vez, Lado lado, Medida medida) {
        Numeros.diz(
                "%-11s %d  %-13s  %,7.0f pedidos/s  %5.1f µs de CPU por pedido  (outros programas: %.2f núcleo)",
                etapa.nome(), vez, lado.nome(), medida.pedidosPorSegundo(), medida.cpuPorPedido(), medida.alheia());
        maiorAlheia = Math.max(maiorAlheia, medida.alheia());
    }

    void etapa(Estagio etapa, Comparacao medidas) {
        double vazao = mediana(medidas.de(Lado.SERVICO), Medida::pedidosPorSegundo);
        double doLaco = vazao / mediana(medidas.de(Lado.LACO_NU), Medida::pedidosPorSegundo);
        double doStreams = vazao / mediana(medidas.de(Lado.KAFKA_STREAMS), Medida::pedidosPorSegundo);
        tabela.add(Stream.of(
                        Stream.of(etapa.nome()),
                        COLUNAS.stream().map(lado -> resumo(medidas.de(lado))),
                        Stream.of(doLaco, doStreams).map(razao -> Numeros.texto("%.2f", razao)),
                        COLUNAS.stream()
                                .map(lado -> mediana(medidas.de(lado), Medida::cpuPorPedido))
                                .map(cpu -> Numeros.texto("%.1f", cpu)))
                .flatMap(celulas -> celulas)
                .collect(Collectors.joining(" | ", "| ", " |")));
        if (vazao < MINIMO) {
            lentas.add(etapa.nome());
        }
        if (doLaco < FRACAO_MINIMA) {
            longeDoLaco.add(etapa.nome());
        }
        if (doStreams < 1) {
            atrasDoStreams.add(etapa.nome());
        }
    }

    void termina(String comando) {
        Numeros.diz("");
        Numeros.diz(
                "| etapa | pedidos/s: serviço | laço nu | Kafka Streams | serviço ÷ laço nu | serviço ÷ Kafka Streams "
                        + "| µs de CPU por pedido: serviço | laço nu | Kafka Streams |");
        Numeros.diz("|---|---|---|---|---|---|---|---|---|");
        tabela.forEach(System.out::println);
        Numeros.diz("");
        Numeros.diz("Mediana (mínimo–máximo). Todas as execuções conferidas: cada pedido na saída exatamente uma vez.");
        Numeros.diz("Ao menos %,.0f pedidos/s em cada etapa: %s", MINIMO, veredito(lentas));
        Numeros.diz("Ao menos %.1f do laço nu em cada etapa: %s", FRACAO_MINIMA, veredito(longeDoLaco));
        Numeros.diz("Ao menos tanto quanto o Kafka Streams em cada etapa: %s", veredito(atrasDoStreams));
        if (maiorAlheia > ALHEIA_TOLERADA) {
            Numeros.diz(
                    "ATENÇÃO: outros programas chegaram a ocupar %.2f núcleo: repita com a máquina quieta.",
                    maiorAlheia);
        }
        Maquina.assina(
                comando,
                "%s em todos os lados; %s no broker"
                        .formatted(String.join(" ", Lado.JVM), String.join(" ", BrokerDeMedida.JVM)));
        Numeros.diz("Outros programas: até %.2f núcleo", maiorAlheia);
    }

    private static String veredito(List<String> naoChegam) {
        return naoChegam.isEmpty() ? "sim" : "NÃO (" + String.join(", ", naoChegam) + ")";
    }

    private static String resumo(List<Medida> medidas) {
        return Numeros.resumo(valores(medidas, Medida::pedidosPorSegundo), "%,.0f");
    }

    private static double mediana(List<Medida> medidas, ToDoubleFunction<Medida> valor) {
        return Numeros.mediana(valores(medidas, valor));
    }

    private static List<Double> valores(List<Medida> medidas, ToDoubleFunction<Medida> valor) {
        return medidas.stream().map(valor::applyAsDouble).toList();
    }
}
