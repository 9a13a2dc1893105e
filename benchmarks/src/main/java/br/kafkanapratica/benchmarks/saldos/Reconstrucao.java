package br.kafkanapratica.benchmarks.saldos;

import static java.util.stream.Collectors.joining;

import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.benchmarks.bancada.Numeros;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Registros por segundo e heap por cliente de cada lado, no mesmo broker. A ajuda está em {@code benchmarks/saldos.sh}. */
@Command(name = "reconstrucao", hidden = true)
public final class Reconstrucao implements Callable<Integer> {

    private static final Duration PRAZO = Duration.ofMinutes(10);

    /** Em todo início a JVM está fria: é essa que conta para quem usa. A outra diz o que falta ao JIT. */
    enum Quando {
        FRIO,
        AQUECIDO
    }

    /** @param jar nulo: o deste programa */
    private record Competidor(
            String nome, Reconstrutor quem, @Nullable Path jar) {}

    private record Medida(double vazao, double heap, double ocupacao) {}

    @Option(names = "--clientes")
    private int clientes = 3_000_000;

    @Option(names = "--particoes", split = ",")
    private List<Integer> particoes = List.of(1, 6);

    @Option(names = "--repeticoes")
    private int repeticoes = 3;

    @Option(names = "--aquecimentos")
    private int aquecimentos = 5;

    @Option(names = "--quem", split = ",")
    private List<Reconstrutor> quem = List.of(Reconstrutor.values());

    /** O {@code benchmarks.jar} de outra versão, cujo serviço se mede ao lado deste. */
    @Option(names = "--antes")
    private @Nullable Path antes;

    @Option(names = "--jvm", split = ",")
    private List<String> jvm = List.of("-XX:+UseParallelGC", "-Xms2g", "-Xmx2g");

    @Option(names = "--semente")
    private long semente = 42;

    @Override
    public Integer call() throws IOException {
        var raiz = Path.of("").toAbsolutePath();
        var tabela = new ArrayList<String>();
        var razoes = new ArrayList<String>();
        var competidores = competidores();
        try (var bancada = new BrokerDeMedida(raiz)) {
            for (int quantas : particoes) {
                var topico = "contas-" + quantas;
                Numeros.diz("Enchendo %s: %,d clientes, %d partições…", topico, clientes, quantas);
                new Carga(clientes, semente).enche(bancada.servidores(), topico, quantas);
                var medidas = new HashMap<Competidor, List<Map<Quando, Medida>>>();
                for (int vez = 1; vez <= repeticoes; vez++) {
                    for (var lado : competidores) {
                        var medida = mede(lado, bancada.servidores(), topico, raiz);
                        medidas.computeIfAbsent(lado, novo -> new ArrayList<>()).add(medida);
                        mostra(vez, lado, topico, medida);
                    }
                }
                if (antes != null) {
                    razoes.add(razao(quantas, medidas));
                }
                competidores.forEach(lado -> tabela.add(linha(quantas, lado, medidas)));
            }
        }
        Numeros.diz("");
        Numeros.diz(
                "| partições | quem | a frio, registros/s | ÷ nu | aquecido, registros/s | ÷ nu | heap por cliente, bytes | núcleos |");
        Numeros.diz("|---|---|---|---|---|---|---|---|");
        tabela.forEach(System.out::println);
        razoes.forEach(System.out::println);
        Numeros.diz("");
        Numeros.diz(
                "Mediana (mínimo–máximo) de %d JVMs de cada lado, alternadas; cada uma reconstrói a frio, %d vezes que não contam, e aquecida.",
                repeticoes, aquecimentos);
        Maquina.assina(
                "benchmarks/saldos.sh reconstrucao --clientes %d --particoes %s --repeticoes %d --aquecimentos %d --quem %s --semente %d --jvm %s"
                        .formatted(
                                clientes,
                                particoes.stream().map(String::valueOf).collect(joining(",")),
                                repeticoes,
                                aquecimentos,
                                quem.stream().map(Enum::name).collect(joining(",")),
                                semente,
                                String.join(",", jvm)),
                String.join(" ", jvm));
        return 0;
    }

    private List<Competidor> competidores() {
        var competidores = new ArrayList<Competidor>();
        for (var este : quem) {
            if (este == Reconstrutor.SERVICO && antes != null) {
                competidores.add(new Competidor("serviço antes", este, antes.toAbsolutePath()));
            }
            competidores.add(competidor(este));
        }
        return competidores;
    }

    private static Competidor competidor(Reconstrutor quem) {
        return new Competidor(quem.name().toLowerCase(Locale.ROOT).replace('_', ' '), quem, null);
    }

    private Programa programa(Competidor lado, Path raiz) {
        var opcoes = jvm.toArray(String[]::new);
        return lado.jar == null
                ? Programa.jar(raiz, "benchmarks", opcoes)
                : JarDeAntes.programa(lado.jar, raiz, opcoes);
    }

    private Map<Quando, Medida> mede(Competidor lado, String servidores, String topico, Path raiz) {
        var medidas = new EnumMap<Quando, Medida>(Quando.class);
        var programa = programa(lado, raiz)
                .comArgumentos("reconstroi", "--quem=" + lado.quem, "--servidores=" + servidores, "--topico=" + topico)
                .comArgumentos("--clientes=" + clientes, "--aquecimentos=" + aquecimentos);
        try (var processo = programa.inicia()) {
            Runtime.getRuntime().addShutdownHook(new Thread(processo::close)); // também no Ctrl-C
            for (var quando : Quando.values()) {
                var inicio = "RESULTADO %s ".formatted(quando);
                medidas.put(quando, medida(processo.esperaLinha(linha -> linha.startsWith(inicio), PRAZO)));
            }
        }
        return medidas;
    }

    private static void mostra(int vez, Competidor lado, String topico, Map<Quando, Medida> medidas) {
        medidas.forEach((quando, medida) -> Numeros.diz(
                "%d  %-14s %-9s %-8s  %,9.0f registros/s  %6.1f bytes por cliente  (%.2f núcleos)",
                vez,
                lado.nome,
                topico,
                quando.name().toLowerCase(Locale.ROOT),
                medida.vazao,
                medida.heap,
                medida.ocupacao));
    }

    private static Medida medida(String resultado) {
        var campos = resultado.split(" ");
        return new Medida(Double.parseDouble(campos[2]), Double.parseDouble(campos[3]), Double.parseDouble(campos[4]));
    }

    private static String linha(int particoes, Competidor lado, Map<Competidor, List<Map<Quando, Medida>>> todas) {
        var linha = new StringBuilder("| %d | %s |".formatted(particoes, lado.nome));
        for (var quando : Quando.values()) {
            var vazoes = valores(todas, lado, quando, Medida::vazao);
            var nu = valores(todas, competidor(Reconstrutor.CONSUMIDOR_NU), quando, Medida::vazao);
            linha.append(" %s | %s |"
                    .formatted(
                            Numeros.resumo(vazoes, "%,.0f"),
                            nu.isEmpty() ? "–" : Numeros.texto("%.2f", Numeros.mediana(vazoes) / Numeros.mediana(nu))));
        }
        return linha.append(" %s | %s |"
                        .formatted(
                                Numeros.resumo(valores(todas, lado, Quando.AQUECIDO, Medida::heap), "%.1f"),
                                Numeros.resumo(valores(todas, lado, Quando.FRIO, Medida::ocupacao), "%.2f")))
                .toString();
    }

    /** De agora para antes: na vazão, maior é melhor; no heap, menor. */
    private String razao(int particoes, Map<Competidor, List<Map<Quando, Medida>>> todas) {
        var agora = competidor(Reconstrutor.SERVICO);
        var outro = competidores().stream()
                .filter(lado -> lado.jar != null)
                .findFirst()
                .orElse(agora);
        return Numeros.texto(
                "%n%d partições, agora ÷ antes: a frio %.3f, aquecido %.3f, heap por cliente %.3f",
                particoes,
                mediana(todas, agora, Quando.FRIO, Medida::vazao) / mediana(todas, outro, Quando.FRIO, Medida::vazao),
                mediana(todas, agora, Quando.AQUECIDO, Medida::vazao)
                        / mediana(todas, outro, Quando.AQUECIDO, Medida::vazao),
                mediana(todas, agora, Quando.AQUECIDO, Medida::heap)
                        / mediana(todas, outro, Quando.AQUECIDO, Medida::heap));
    }

    private static double mediana(
            Map<Competidor, List<Map<Quando, Medida>>> todas,
            Competidor lado,
            Quando quando,
            Function<Medida, Double> qual) {
        return Numeros.mediana(valores(todas, lado, quando, qual));
    }

    private static List<Double> valores(
            Map<Competidor, List<Map<Quando, Medida>>> todas,
            Competidor lado,
            Quando quando,
            Function<Medida, Double> qual) {
        return todas.getOrDefault(lado, List.of()).stream()
                .map(medidas -> qual.apply(medidas.get(quando)))
                .toList();
    }
}
