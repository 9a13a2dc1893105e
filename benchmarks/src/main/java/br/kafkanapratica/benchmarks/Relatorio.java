package br.kafkanapratica.benchmarks;

import br.kafkanapratica.benchmarks.Corrida.Medida;
import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.benchmarks.bancada.Numeros;
import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** O que se vê: cada execução quando termina, e no fim a tabela, com o que é preciso para repeti-la. */
final class Relatorio {

    private static final double MINIMO = 20_000;
    private static final double FRACAO_MINIMA = 0.7;
    private static final double ALHEIA_TOLERADA = 0.25;

    private final List<Lado> outros;
    private final List<String> tabela = new ArrayList<>();
    private final List<String> lentas = new ArrayList<>();
    private final List<String> atrasDoStreams = new ArrayList<>();
    private final List<String> longeDoLaco = new ArrayList<>();
    private double maiorAlheia;

    Relatorio(List<Lado> lados) {
        this.outros = lados.stream().filter(lado -> lado != Lado.SERVICO).toList();
    }

    void corrida(EtapaDoPipeline etapa, int vez, Lado lado, Medida medida) {
        Numeros.diz(
                "%-11s %d  %-13s  %,7.0f pedidos/s  %5.1f µs de CPU por pedido  (outros programas: %.2f núcleo)",
                Lado.nome(etapa), vez, lado.nome(), medida.pedidosPorSegundo(), medida.cpuPorPedido(), medida.alheia());
        maiorAlheia = Math.max(maiorAlheia, medida.alheia());
    }

    void etapa(EtapaDoPipeline etapa, Comparacao medidas) {
        double vazao = vazao(medidas, Lado.SERVICO);
        tabela.add(Stream.of(
                        Stream.of(Lado.nome(etapa)),
                        colunas().map(lado -> resumo(medidas.de(lado))),
                        outros.stream().map(lado -> Numeros.texto("%.2f", vazao / vazao(medidas, lado))),
                        colunas()
                                .map(lado -> mediana(medidas.de(lado), Medida::cpuPorPedido))
                                .map(cpu -> Numeros.texto("%.1f", cpu)))
                .flatMap(celulas -> celulas)
                .collect(Collectors.joining(" | ", "| ", " |")));
        if (vazao < MINIMO) {
            lentas.add(Lado.nome(etapa));
        }
        if (outros.contains(Lado.LACO_NU) && vazao / vazao(medidas, Lado.LACO_NU) < FRACAO_MINIMA) {
            longeDoLaco.add(Lado.nome(etapa));
        }
        if (outros.contains(Lado.KAFKA_STREAMS) && vazao / vazao(medidas, Lado.KAFKA_STREAMS) < 1) {
            atrasDoStreams.add(Lado.nome(etapa));
        }
    }

    void termina(String comando) {
        Numeros.diz("");
        var titulos = Stream.of(
                        Stream.of("etapa"),
                        colunas().map(lado -> "pedidos/s: " + lado.nome()),
                        outros.stream().map(lado -> "serviço ÷ " + lado.nome()),
                        colunas().map(lado -> "µs de CPU por pedido: " + lado.nome()))
                .flatMap(celulas -> celulas)
                .toList();
        Numeros.diz("| %s |", String.join(" | ", titulos));
        Numeros.diz("|%s", "---|".repeat(titulos.size()));
        tabela.forEach(System.out::println);
        Numeros.diz("");
        Numeros.diz("Mediana (mínimo–máximo). Todas as execuções conferidas: cada pedido na saída exatamente uma vez.");
        Numeros.diz("Ao menos %,.0f pedidos/s em cada etapa: %s", MINIMO, veredito(lentas));
        if (outros.contains(Lado.LACO_NU)) {
            Numeros.diz("Ao menos %.1f do laço nu em cada etapa: %s", FRACAO_MINIMA, veredito(longeDoLaco));
        }
        if (outros.contains(Lado.KAFKA_STREAMS)) {
            Numeros.diz("Ao menos tanto quanto o Kafka Streams em cada etapa: %s", veredito(atrasDoStreams));
        }
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

    private Stream<Lado> colunas() {
        return Stream.concat(Stream.of(Lado.SERVICO), outros.stream());
    }

    private static double vazao(Comparacao medidas, Lado lado) {
        return mediana(medidas.de(lado), Medida::pedidosPorSegundo);
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
