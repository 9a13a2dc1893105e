package br.kafkanapratica.benchmarks.bancada;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Onde e quando se mediu, e a memória desta JVM. */
public final class Maquina {

    /** O Serial só compacta tudo, sem deixar lixo no fundo do heap, uma vez em quatro. */
    private static final int GC_COMPLETO = 4;

    private static final OperatingSystemMXBean SISTEMA =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Maquina() {}

    public static void assina(String comando, String jvm) {
        Numeros.diz("");
        Numeros.diz(
                "Máquina: %d núcleos, %.0f GiB, %s %s",
                SISTEMA.getAvailableProcessors(),
                SISTEMA.getTotalMemorySize() / (double) (1 << 30),
                SISTEMA.getName(),
                SISTEMA.getArch());
        Numeros.diz("Java:    %s %s", System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"));
        Numeros.diz("JVM:     %s", jvm);
        Numeros.diz("Comando: %s", comando);
        Numeros.diz(
                "Data:    %s",
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx").format(ZonedDateTime.now()));
    }

    /** Núcleos ocupados em média pela máquina inteira desde a chamada anterior. */
    public static double ocupacao() {
        return SISTEMA.getCpuLoad() * SISTEMA.getAvailableProcessors();
    }

    public static long heapDepoisDoGc() {
        for (int vez = 0; vez < GC_COMPLETO; vez++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
