package br.kafkanapratica.benchmarks.bancada;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Mediana, dispersão e percentis, escritos à brasileira. */
public final class Numeros {

    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    private Numeros() {}

    public static void diz(String formato, Object... valores) {
        System.out.printf(BRASIL, formato + "%n", valores);
    }

    public static String texto(String formato, Object... valores) {
        return String.format(BRASIL, formato, valores);
    }

    public static double mediana(Collection<Double> valores) {
        var ordenados =
                valores.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int meio = ordenados.length / 2;
        return ordenados.length % 2 == 1 ? ordenados[meio] : (ordenados[meio - 1] + ordenados[meio]) / 2;
    }

    /** Mediana (mínimo–máximo). */
    public static String resumo(Collection<Double> valores, String formato) {
        var extremos = valores.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return texto(
                "%s (%s–%s)".formatted(formato, formato, formato),
                mediana(valores),
                extremos.getMin(),
                extremos.getMax());
    }

    public static double percentil(long[] valores, double qual) {
        var ordenados = valores.clone();
        Arrays.sort(ordenados);
        return ordenados[(int) Math.min(ordenados.length - 1, Math.floor(ordenados.length * qual))];
    }
}
