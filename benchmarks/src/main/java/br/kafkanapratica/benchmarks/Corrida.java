package br.kafkanapratica.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/**
 * Uma execução: um programa, numa JVM nova, processa a entrada inteira enquanto se acompanham os offsets que ele grava; depois
 * se confere que cada pedido saiu exatamente uma vez. O que ele escreve no terminal vai para um arquivo, que não atrasa ninguém.
 */
final class Corrida {

    private static final Duration PRAZO = Duration.ofMinutes(10);
    private static final long INTERVALO_MS = 20;
    private static final Pattern AVISO = Pattern.compile("\\[NOTIFICACAO] Pedido (\\S+) de (?!.*\\(reenvio\\))");

    /**
     * @param pedidosPorSegundo depois do aquecimento, até a última transação confirmada
     * @param cpuPorPedido microssegundos de CPU do programa medido (sem o broker), no mesmo intervalo
     * @param alheia núcleos que outros programas da máquina ocuparam enquanto isso: perto de zero, ou o resto não vale
     */
    record Medida(double pedidosPorSegundo, double cpuPorPedido, double alheia) {}

    /**
     * @param nossa a CPU já gasta pelo programa medido, pelo broker e por quem mede
     * @param ocupacao a da máquina inteira desde o instante anterior, de 0 a 1
     */
    private record Instante(long nanos, long processados, Duration doPrograma, Duration nossa, double ocupacao) {}

    private final OperatingSystemMXBean maquina = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Path raiz;
    private final Path outra;
    private final Bancada bancada;
    private final PedidosDeCarga pedidos;

    /** @param outra a raiz de que vem {@link Lado#OUTRO} */
    Corrida(Path raiz, Path outra, Bancada bancada, PedidosDeCarga pedidos) {
        this.raiz = raiz;
        this.outra = outra;
        this.bancada = bancada;
        this.pedidos = pedidos;
    }

    /** @throws IllegalStateException se o programa parar, não terminar no prazo, ou um pedido faltar ou sobrar */
    Medida de(EtapaDoPipeline estagio, Lado lado) throws IOException {
        bancada.zera(estagio);
        var saida = bancada.pasta().resolve("saida.log");
        var processo = inicia(estagio, lado, saida);
        Medida medida;
        try {
            var inicio = quando(estagio, pedidos.quantos() / 3, processo, saida);
            var fim = quando(estagio, pedidos.quantos(), processo, saida);
            medida = entre(inicio, fim);
        } finally {
            para(processo);
        }
        confere(estagio, saida);
        return medida;
    }

    private Process inicia(EtapaDoPipeline estagio, Lado lado, Path saida) throws IOException {
        var comando = new ArrayList<String>();
        comando.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        comando.addAll(Lado.JVM);
        comando.add("-jar");
        comando.addAll(lado.argumentos(lado == Lado.OUTRO ? outra : raiz, estagio, bancada.servidores()));
        var processo = new ProcessBuilder(comando)
                .redirectErrorStream(true)
                .redirectOutput(saida.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(processo::destroyForcibly)); // também no Ctrl-C
        return processo;
    }

    private Instante quando(EtapaDoPipeline estagio, long quantos, Process processo, Path saida) throws IOException {
        long prazo = System.nanoTime() + PRAZO.toNanos();
        while (System.nanoTime() < prazo && processo.isAlive()) {
            long processados = bancada.processados(estagio);
            if (processados >= quantos) {
                return agora(processo.toHandle(), processados);
            }
            Utils.sleep(INTERVALO_MS);
        }
        throw new IllegalStateException("%s parou no meio, ou não processou tudo em %s. Últimas linhas:%n%s"
                .formatted(Lado.nome(estagio), PRAZO, ultimas(saida)));
    }

    private Instante agora(ProcessHandle programa, long processados) {
        var doPrograma = cpu(programa);
        var nossa = doPrograma.plus(cpu(bancada.broker())).plus(cpu(ProcessHandle.current()));
        return new Instante(System.nanoTime(), processados, doPrograma, nossa, maquina.getCpuLoad());
    }

    private static Duration cpu(ProcessHandle processo) {
        return processo.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private Medida entre(Instante inicio, Instante fim) {
        double pedidos = fim.processados() - inicio.processados();
        double nanos = fim.nanos() - inicio.nanos();
        double ocupados = fim.ocupacao() * maquina.getAvailableProcessors();
        return new Medida(
                pedidos * TimeUnit.SECONDS.toNanos(1) / nanos,
                fim.doPrograma().minus(inicio.doPrograma()).toNanos() / pedidos / 1_000,
                Math.max(0, ocupados - fim.nossa().minus(inicio.nossa()).toNanos() / nanos));
    }

    private static void para(Process processo) {
        processo.destroy();
        try {
            if (!processo.waitFor(15, TimeUnit.SECONDS)) {
                processo.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void confere(EtapaDoPipeline estagio, Path saida) throws IOException {
        exige(bancada.processados(estagio) == pedidos.quantos(), "o offset gravado não é o fim da entrada");
        exige(bancada.registros(estagio.entrada().dlt()) == 0, "há registros na DLT");
        var faltam = pedidos.ids();
        if (estagio.saida().isPresent()) {
            bancada.confirmados(estagio.saida().get(), registro -> risca(new String(registro.key(), US_ASCII), faltam));
        } else {
            try (var linhas = Files.lines(saida)) {
                linhas.map(AVISO::matcher)
                        .filter(aviso -> aviso.find())
                        .forEach(aviso -> risca(aviso.group(1), faltam));
            }
        }
        exige(faltam.isEmpty(), "faltam %d pedidos na saída".formatted(faltam.size()));
    }

    private static void risca(String id, Set<String> faltam) {
        exige(faltam.remove(id), "o pedido %s saiu duas vezes, ou não é nosso".formatted(id));
    }

    private static void exige(boolean condicao, String problema) {
        if (!condicao) {
            throw new IllegalStateException("NÃO FOI EXATAMENTE UMA VEZ: " + problema);
        }
    }

    private static List<String> ultimas(Path saida) throws IOException {
        var linhas = Files.readAllLines(saida);
        return linhas.subList(Math.max(0, linhas.size() - 20), linhas.size());
    }
}
