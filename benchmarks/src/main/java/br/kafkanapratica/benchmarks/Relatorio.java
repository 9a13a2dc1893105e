package br.kafkanapratica.benchmarks;

import br.kafkanapratica.benchmarks.Corrida.Medida;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** O que se vê: cada execução quando termina, e no fim a tabela, com o que é preciso para repeti-la. */
final class Relatorio {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");
    private static final List<Lado> COLUNAS = List.of(Lado.SERVICO, Lado.LACO_NU, Lado.KAFKA_STREAMS);
    private static final double MINIMO = 20_000;
    private static final double FRACAO_MINIMA = 0.7;
    private static final double ALHEIA_TOLERADA = 0.25;

    private final OperatingSystemMXBean maquina = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<String> tabela = new ArrayList<>();
    private final List<String> lentas = new ArrayList<>();
    private final List<String> atrasDoStreams = new ArrayList<>();
    private final List<String> longeDoLaco = new ArrayList<>();
    private double maiorAlheia;

    void diz(String formato, Object... valores) {
        System.out.printf(BRASIL, formato + "%n", valores);
    }

    void corrida(Estagio etapa, int vez, Lado lado, Medida medida) {
        diz(
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
                        Stream.of(doLaco, doStreams).map(razao -> String.format(BRASIL, "%.2f", razao)),
                        COLUNAS.stream()
                                .map(lado -> mediana(medidas.de(lado), Medida::cpuPorPedido))
                                .map(cpu -> String.format(BRASIL, "%.1f", cpu)))
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
        diz("");
        diz("| etapa | pedidos/s: serviço | laço nu | Kafka Streams | serviço ÷ laço nu | serviço ÷ Kafka Streams "
                + "| µs de CPU por pedido: serviço | laço nu | Kafka Streams |");
        diz("|---|---|---|---|---|---|---|---|---|");
        tabela.forEach(System.out::println);
        diz("");
        diz("Mediana (mínimo–máximo). Todas as execuções conferidas: cada pedido na saída exatamente uma vez.");
        diz("Ao menos %,.0f pedidos/s em cada etapa: %s", MINIMO, veredito(lentas));
        diz("Ao menos %.1f do laço nu em cada etapa: %s", FRACAO_MINIMA, veredito(longeDoLaco));
        diz("Ao menos tanto quanto o Kafka Streams em cada etapa: %s", veredito(atrasDoStreams));
        if (maiorAlheia > ALHEIA_TOLERADA) {
            diz("ATENÇÃO: outros programas chegaram a ocupar %.2f núcleo: repita com a máquina quieta.", maiorAlheia);
        }
        diz("");
        diz(
                "Máquina: %d núcleos, %.0f GiB, %s %s; outros programas: até %.2f núcleo",
                maquina.getAvailableProcessors(),
                maquina.getTotalMemorySize() / (double) (1 << 30),
                maquina.getName(),
                maquina.getArch(),
                maiorAlheia);
        diz("Java:    %s %s", System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"));
        diz(
                "JVM:     %s em todos os lados; %s no broker",
                String.join(" ", Lado.JVM), String.join(" ", Bancada.JVM_DO_BROKER));
        diz("Comando: %s", comando);
        diz("Data:    %s", DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx").format(ZonedDateTime.now()));
    }

    private static String veredito(List<String> naoChegam) {
        return naoChegam.isEmpty() ? "sim" : "NÃO (" + String.join(", ", naoChegam) + ")";
    }

    private static String resumo(List<Medida> medidas) {
        var extremos = medidas.stream().mapToDouble(Medida::pedidosPorSegundo).summaryStatistics();
        return String.format(
                BRASIL,
                "%,.0f (%,.0f–%,.0f)",
                mediana(medidas, Medida::pedidosPorSegundo),
                extremos.getMin(),
                extremos.getMax());
    }

    private static double mediana(List<Medida> medidas, ToDoubleFunction<Medida> valor) {
        var ordenados = medidas.stream().mapToDouble(valor).sorted().toArray();
        int meio = ordenados.length / 2;
        return ordenados.length % 2 == 1 ? ordenados[meio] : (ordenados[meio - 1] + ordenados[meio]) / 2;
    }
}
