package br.kafkanapratica.testes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Um programa de linha de comando rodado nesta JVM: o mesmo código, sem os segundos que outra JVM leva para começar. O que é do
 * processo (o Ctrl-C, as variáveis do ambiente, o próprio jar) só o jar mostra.
 *
 * <p>Um por vez: a entrada, a saída e as propriedades de sistema são da JVM inteira.
 *
 * @param codigo o código de saída
 * @param linhas o que ele escreveu, na saída e na saída de erros
 */
public record NestaJvm(int codigo, List<String> linhas) {

    private static final Duration PRAZO = Duration.ofSeconds(20);

    /** O que o próprio logback diz de um cliente do Kafka de outro teste, quando o programa o reconfigura. */
    private static final Pattern DO_LOGBACK = Pattern.compile("\\d\\d:\\d\\d:\\d\\d,\\d{3} \\|-");

    /**
     * @param propriedades de sistema, só enquanto ele roda
     * @param digitado tudo o que ele acha na entrada
     */
    public static NestaJvm roda(Map<String, String> propriedades, String digitado, IntSupplier programa) {
        var entrada = System.in;
        var saida = System.out;
        var erros = System.err;
        var tratador = Thread.getDefaultUncaughtExceptionHandler();
        var antes = new HashMap<String, String>();
        propriedades.forEach((nome, valor) -> antes.put(nome, System.setProperty(nome, valor)));
        var clientesDeAntes = clientesDoKafka();
        var escrito = new ByteArrayOutputStream();
        var tela = new PrintStream(escrito, true, StandardCharsets.UTF_8);
        System.setIn(new ByteArrayInputStream(digitado.getBytes(StandardCharsets.UTF_8)));
        System.setOut(tela);
        System.setErr(tela);
        try {
            int codigo = programa.getAsInt();
            esperaQueAcabem(clientesDeAntes);
            var linhas = escrito.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(linha -> !DO_LOGBACK.matcher(linha).lookingAt())
                    .toList();
            return new NestaJvm(codigo, linhas);
        } finally {
            System.setIn(entrada);
            System.setOut(saida);
            System.setErr(erros);
            Thread.setDefaultUncaughtExceptionHandler(tratador);
            antes.forEach((nome, valor) -> {
                if (valor == null) {
                    System.clearProperty(nome);
                } else {
                    System.setProperty(nome, valor);
                }
            });
        }
    }

    /** Um processo que acaba os leva consigo; nesta JVM, um esquecido escreveria no meio do que outro teste lê. */
    private static void esperaQueAcabem(Set<Thread> deAntes) {
        long prazo = System.nanoTime() + PRAZO.toNanos();
        var esquecidos = clientesDoKafka();
        esquecidos.removeAll(deAntes);
        try {
            for (var thread : esquecidos) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(prazo - System.nanoTime())));
                if (thread.isAlive()) {
                    throw new IllegalStateException("o programa acabou e deixou a thread " + thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<Thread> clientesDoKafka() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
