package br.kafkanapratica.benchmarks.saldos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import br.kafkanapratica.benchmarks.bancada.CacheDoSistema;
import br.kafkanapratica.benchmarks.bancada.Maquina;
import br.kafkanapratica.benchmarks.bancada.Numeros;
import br.kafkanapratica.benchmarks.saldos.Parte.De;
import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Quanto leva um início a partir da cópia local, ao lado de uma reconstrução e da GlobalKTable no disco. */
@Command(name = "partida", hidden = true)
public final class Partida implements Callable<Integer> {

    private static final Duration PRAZO = Duration.ofMinutes(15);
    private static final String TOPICO = "contas-partida";

    @Option(names = "--clientes")
    private int clientes = 10_000_000;

    @Option(names = "--cauda")
    private int cauda = 10_000;

    @Option(names = "--repeticoes")
    private int repeticoes = 3;

    @Option(names = "--quem", split = ",")
    private List<De> quem = List.of(De.values());

    @Option(names = "--frio")
    private boolean frio;

    @Option(names = "--jvm", split = ",")
    private List<String> jvm = List.of("-XX:+UseSerialGC", "-Xmx2500m");

    @Option(names = "--semente")
    private long semente = 42;

    private record Inicio(
            double segundos, double desdeAJvm, double heap, double aoCarregar, double aoEscrever, double arquivo) {}

    @Override
    public Integer call() throws IOException {
        var raiz = Path.of("").toAbsolutePath();
        var carga = new Carga(clientes, semente);
        var medidos = new EnumMap<De, List<Inicio>>(De.class);
        try (var bancada = new BrokerDeMedida(raiz)) {
            Numeros.diz("Enchendo %s: %,d clientes…", TOPICO, clientes);
            carga.enche(bancada.servidores(), TOPICO, 1);
            for (int vez = 0; vez <= repeticoes; vez++) {
                for (var este : quem) {
                    if (frio) {
                        CacheDoSistema.esquece(bancada.pasta());
                    }
                    var inicio = inicia(este, bancada, raiz);
                    if (vez > 0) {
                        medidos.computeIfAbsent(este, novo -> new ArrayList<>()).add(inicio);
                    }
                    Numeros.diz(
                            "%d  %-14s %6.2f s até estar em dia, %6.2f s desde o início da JVM",
                            vez, este.name().toLowerCase(Locale.ROOT), inicio.segundos, inicio.desdeAJvm);
                    atualiza(carga, bancada.servidores());
                }
            }
        }
        mostra(medidos);
        Maquina.assina(
                "benchmarks/saldos.sh partida --clientes %d --cauda %d --repeticoes %d --quem %s%s --jvm %s --semente %d"
                        .formatted(
                                clientes,
                                cauda,
                                repeticoes,
                                quem.stream().map(Enum::name).collect(Collectors.joining(",")),
                                frio ? " --frio" : "",
                                String.join(",", jvm),
                                semente),
                String.join(" ", jvm));
        return 0;
    }

    /** A primeira vez de cada um não conta: é ela que escreve a cópia e os arquivos do RocksDB. */
    private Inicio inicia(De este, BrokerDeMedida bancada, Path raiz) throws IOException {
        var pasta = Files.createDirectories(bancada.pasta().resolve(este.name()));
        var programa = Programa.jar(raiz, "benchmarks", jvm.toArray(String[]::new))
                .comArgumentos("parte", "--de=" + este, "--servidores=" + bancada.servidores(), "--topico=" + TOPICO)
                .comArgumentos("--pasta=" + pasta);
        try (var processo = programa.inicia()) {
            Runtime.getRuntime().addShutdownHook(new Thread(processo::close)); // também no Ctrl-C
            var resultado = processo.esperaLinha(linha -> linha.startsWith("RESULTADO "), PRAZO)
                    .split(" ");
            double escrita = 0;
            double arquivo = 0;
            if (este == De.DA_COPIA) {
                var daEscrita = processo.esperaLinha(linha -> linha.startsWith("ESCRITA "), PRAZO)
                        .split(" ");
                escrita = Double.parseDouble(daEscrita[1]);
                arquivo = Double.parseDouble(daEscrita[2]);
            }
            processo.esperaFim(PRAZO);
            return new Inicio(
                    Double.parseDouble(resultado[1]),
                    Double.parseDouble(resultado[2]),
                    Double.parseDouble(resultado[3]),
                    Double.parseDouble(resultado[4]),
                    escrita,
                    arquivo);
        }
    }

    private void atualiza(Carga carga, String servidores) {
        var sorteio = new Random();
        try (var produtor = Carga.produtor(servidores)) {
            for (int i = 0; i < cauda; i++) {
                var id = carga.id(sorteio.nextInt(clientes));
                produtor.send(new ProducerRecord<>(TOPICO, id.getBytes(US_ASCII), Carga.valor(id, sorteio)));
            }
        }
    }

    private void mostra(Map<De, List<Inicio>> medidos) {
        Numeros.diz(
                "%n| %,d clientes, cauda de %,d | até estar em dia, s | desde a JVM, s |%n|---|---|---|",
                clientes, cauda);
        medidos.forEach((este, inicios) -> Numeros.diz(
                "| %s | %s | %s |",
                este.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Numeros.resumo(inicios.stream().map(Inicio::segundos).toList(), "%.2f"),
                Numeros.resumo(inicios.stream().map(Inicio::desdeAJvm).toList(), "%.2f")));
        var copia = medidos.getOrDefault(De.DA_COPIA, List.of());
        var log = medidos.getOrDefault(De.DO_LOG, List.of());
        if (copia.isEmpty() || log.isEmpty()) {
            return;
        }
        Numeros.diz(
                "| cópia ÷ reconstrução | %.2f | %.2f |",
                mediana(copia, Inicio::segundos) / mediana(log, Inicio::segundos),
                mediana(copia, Inicio::desdeAJvm) / mediana(log, Inicio::desdeAJvm));
        double heap = mediana(log, Inicio::heap);
        Numeros.diz("| arquivo ÷ heap do estado | %.2f | |", mediana(copia, Inicio::arquivo) / heap);
        Numeros.diz(
                "| heap ao carregar ÷ ao reconstruir (o maior depois de um GC) | %.2f | |",
                mediana(copia, Inicio::aoCarregar) / mediana(log, Inicio::aoCarregar));
        Numeros.diz(
                "| heap ao escrever ÷ do estado | %.2f | |",
                mediana(copia, Inicio::aoEscrever) / mediana(copia, Inicio::heap));
    }

    private static double mediana(List<Inicio> inicios, ToDoubleFunction<Inicio> qual) {
        return Numeros.mediana(inicios.stream().map(qual::applyAsDouble).toList());
    }
}
