package br.kafkanapratica.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Um comando a executar. Imutável: os métodos {@code com…} devolvem outro.
 *
 * @param nome como o programa aparece nas mensagens e nos logs
 * @param comando o executável e os argumentos
 * @param ambiente variáveis acrescentadas às deste processo, das quais só passam as de {@link Ambiente}
 * @param pasta onde o programa roda
 */
public record Programa(String nome, List<String> comando, Map<String, String> ambiente, Path pasta) {

    public Programa {
        comando = List.copyOf(comando);
        ambiente = Map.copyOf(ambiente);
    }

    /**
     * O jar executável {@code <raiz>/<modulo>/target/<modulo>.jar}, no Java deste processo; preparado, se estiver.
     *
     * @param jvm opções da JVM, como {@code -Xmx256m}
     * @throws IllegalStateException se o jar ainda não foi construído
     */
    public static Programa jar(Path raiz, String modulo, String... jvm) {
        var jar = caminhoDoJar(raiz, modulo);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "Falta %s: construa com sh mvnw -DskipTests -pl '!testes' package".formatted(jar));
        }
        return java(modulo, raiz)
                .comArgumentos(jvm)
                .comArgumentos(semAvisosDoJava())
                .comArgumentos(new JarPreparado(raiz, modulo).argumentos().toArray(String[]::new));
    }

    /** Do Java 23 em diante, quatro linhas em inglês sobre o {@code sun.misc.Unsafe} com que o broker solta os índices do log. */
    private static String[] semAvisosDoJava() {
        return Runtime.version().feature() < 23
                ? new String[0]
                : new String[] {"--sun-misc-unsafe-memory-access=allow"};
    }

    /** O Java deste processo, ainda sem argumentos. */
    static Programa java(String nome, Path pasta) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Programa(nome, List.of(java), Map.of(), pasta);
    }

    static Path caminhoDoJar(Path raiz, String modulo) {
        return raiz.resolve(modulo).resolve("target").resolve(modulo + ".jar");
    }

    public Programa comArgumentos(String... argumentos) {
        var novo = new ArrayList<>(comando);
        novo.addAll(List.of(argumentos));
        return new Programa(nome, novo, ambiente, pasta);
    }

    public Programa comAmbiente(String variavel, String valor) {
        var novo = new HashMap<>(ambiente);
        novo.put(variavel, valor);
        return new Programa(nome, comando, novo, pasta);
    }

    Programa comNome(String outro) {
        return new Programa(outro, comando, ambiente, pasta);
    }

    /** Com a marca do laboratório que o inicia, logo depois do executável. */
    Programa marcado(Marca marca) {
        var novo = new ArrayList<>(comando);
        novo.add(1, marca.opcao());
        return new Programa(nome, novo, ambiente, pasta);
    }

    /**
     * O Ctrl-C do terminal, e a janela que se fecha (SIGHUP), chegam a todos os que estão nele; este não os ouve: quem o iniciou o para,
     * quando for a vez dele.
     */
    Programa semSinaisDoTerminal() {
        var novo = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        novo.addAll(comando);
        return new Programa(nome, novo, ambiente, pasta);
    }

    /** Começa a executar; cada linha que o programa escreve vai também para {@code aoEscrever}. */
    public Processo inicia(Consumer<String> aoEscrever) {
        return Processo.inicia(this, aoEscrever);
    }

    public Processo inicia() {
        return inicia(linha -> {});
    }
}
