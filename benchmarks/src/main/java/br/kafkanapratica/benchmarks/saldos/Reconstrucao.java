package br.kafkanapratica.benchmarks.saldos;

import static java.util.stream.Collectors.joining;

import br.kafkanapratica.benchmarks.Bancada;
import br.kafkanapratica.benchmarks.Maquina;
import br.kafkanapratica.benchmarks.Numeros;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Registros por segundo e heap por cliente de cada lado, no mesmo broker. A ajuda está em {@code benchmarks/saldos.sh}. */
@Command(name = "reconstrucao", hidden = true)
public final class Reconstrucao implements Callable<Integer> {

    private static final Duration PRAZO = Duration.ofMinutes(10);

    private record Medida(double vazao, double heap, double ocupacao) {}

    @Option(names = "--clientes")
    private int clientes = 3_000_000;

    @Option(names = "--particoes", split = ",")
    private List<Integer> particoes = List.of(1, 6);

    @Option(names = "--repeticoes")
    private int repeticoes = 3;

    @Option(names = "--quem", split = ",")
    private List<Reconstrutor> quem = List.of(Reconstrutor.values());

    @Option(names = "--jvm", split = ",")
    private List<String> jvm = List.of("-XX:+UseSerialGC", "-Xmx2g");

    @Option(names = "--semente")
    private long semente = 42;

    @Override
    public Integer call() throws IOException {
        var raiz = Path.of("").toAbsolutePath();
        var tabela = new ArrayList<String>();
        try (var bancada = new Bancada(raiz)) {
            for (int quantas : particoes) {
                var topico = "contas-" + quantas;
                Numeros.diz("Enchendo %s: %,d clientes, %d partições…", topico, clientes, quantas);
                new Carga(clientes, semente).enche(bancada.servidores(), topico, quantas);
                var medidas = new EnumMap<Reconstrutor, List<Medida>>(Reconstrutor.class);
                for (var lado : quem) {
                    medidas.put(lado, mede(lado, bancada.servidores(), topico, raiz));
                }
                medidas.forEach((lado, suas) -> tabela.add(linha(quantas, lado, suas, medidas)));
            }
        }
        Numeros.diz("");
        Numeros.diz(
                "| partições | quem | registros/s | ÷ consumidor nu | heap por cliente, bytes | núcleos ocupados |");
        Numeros.diz("|---|---|---|---|---|---|");
        tabela.forEach(System.out::println);
        Numeros.diz("");
        Numeros.diz(
                "Mediana (mínimo–máximo) de %d reconstruções, depois de uma que não conta, cada lado na sua JVM.",
                repeticoes);
        Maquina.assina(
                "benchmarks/saldos.sh reconstrucao --clientes %d --particoes %s --repeticoes %d --quem %s --semente %d --jvm %s"
                        .formatted(
                                clientes,
                                particoes.stream().map(String::valueOf).collect(joining(",")),
                                repeticoes,
                                quem.stream().map(Enum::name).collect(joining(",")),
                                semente,
                                String.join(",", jvm)),
                String.join(" ", jvm));
        return 0;
    }

    private List<Medida> mede(Reconstrutor lado, String servidores, String topico, Path raiz) {
        var medidas = new ArrayList<Medida>();
        var programa = Programa.jar(raiz, "benchmarks", jvm.toArray(String[]::new))
                .comArgumentos("reconstroi", "--quem=" + lado, "--servidores=" + servidores, "--topico=" + topico)
                .comArgumentos("--clientes=" + clientes, "--repeticoes=" + repeticoes);
        try (var processo = programa.inicia()) {
            Runtime.getRuntime().addShutdownHook(new Thread(processo::close)); // também no Ctrl-C
            for (int vez = 0; vez <= repeticoes; vez++) {
                var inicio = "RESULTADO %d ".formatted(vez);
                var medida = medida(processo.esperaLinha(linha -> linha.startsWith(inicio), PRAZO));
                Numeros.diz(
                        "%-14s %-9s %s  %,9.0f registros/s  %6.1f bytes por cliente  (%.2f núcleos)",
                        nome(lado),
                        topico,
                        vez == 0 ? "aquece" : "     " + vez,
                        medida.vazao,
                        medida.heap,
                        medida.ocupacao);
                if (vez > 0) {
                    medidas.add(medida);
                }
            }
        }
        return medidas;
    }

    private static Medida medida(String resultado) {
        var campos = resultado.split(" ");
        return new Medida(Double.parseDouble(campos[2]), Double.parseDouble(campos[3]), Double.parseDouble(campos[4]));
    }

    private static String linha(
            int particoes, Reconstrutor lado, List<Medida> suas, Map<Reconstrutor, List<Medida>> todas) {
        var vazoes = suas.stream().map(Medida::vazao).toList();
        var nu = todas.get(Reconstrutor.CONSUMIDOR_NU);
        var razao = nu == null
                ? "–"
                : Numeros.texto(
                        "%.2f",
                        Numeros.mediana(vazoes)
                                / Numeros.mediana(nu.stream().map(Medida::vazao).toList()));
        return "| %d | %s | %s | %s | %s | %s |"
                .formatted(
                        particoes,
                        nome(lado),
                        Numeros.resumo(vazoes, "%,.0f"),
                        razao,
                        Numeros.resumo(suas.stream().map(Medida::heap).toList(), "%.1f"),
                        Numeros.resumo(suas.stream().map(Medida::ocupacao).toList(), "%.2f"));
    }

    private static String nome(Reconstrutor lado) {
        return lado.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
