package br.kafkanapratica.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * O que todo processo de um laboratório traz na linha de comando: a raiz dele. É por onde {@code stop.sh} os acha, e nada há que
 * um relógio acertado, um arquivo estragado, uma pasta copiada ou um número de processo reaproveitado pudesse confundir.
 */
record Marca(Path raiz) {

    static final String PREFIXO = "-Dlaboratorio=[";

    static Marca de(Path raiz) throws IOException {
        return new Marca(raiz.toRealPath());
    }

    /** A opção da JVM; tem de ser a primeira, porque o sistema só guarda o começo de uma linha de comando longa. */
    String opcao() {
        return PREFIXO + raiz + "]";
    }

    /**
     * Os que vivem: o próprio laboratório, se estiver no ar, e então os programas, do último a começar ao primeiro. Não os que um {@code
     * preparar} no ar treina, que são dele; os de um que morreu, sim.
     */
    List<ProcessHandle> vivos() {
        var vivos = new ArrayList<ProcessHandle>();
        ProcessHandle.allProcesses()
                .filter(processo -> linha(processo).contains(opcao()) && !treina(processo))
                .sorted(Comparator.comparing(Marca::inicio).reversed())
                .forEach(vivos::add);
        vivos.sort(
                Comparator.comparing(processo -> !ehOLaboratorio(processo))); // estável: os outros ficam como estavam
        return vivos;
    }

    static boolean ehOLaboratorio(ProcessHandle processo) {
        return linha(processo).contains("lab/target/lab.jar iniciar");
    }

    private static boolean treina(ProcessHandle processo) {
        return processo.parent()
                .filter(pai -> linha(pai).contains("lab/target/lab.jar preparar"))
                .isPresent();
    }

    static String linha(ProcessHandle processo) {
        return processo.info().commandLine().orElse("");
    }

    /** O módulo cujo jar o processo roda. */
    static Optional<String> modulo(ProcessHandle processo, List<String> modulos) {
        var linha = linha(processo);
        return modulos.stream().filter(modulo -> ehDe(linha, modulo)).findFirst();
    }

    /** Os brokers de um cluster são do mesmo jar: o que os distingue é o {@code --id}. */
    private static boolean ehDe(String linha, String nome) {
        return Elenco.ehUmDeAlguns(nome)
                ? linha.contains("/broker-local.jar")
                        && (linha + " ").contains(" --id " + Elenco.numeroDoBroker(nome) + " ")
                : linha.contains("/" + nome + ".jar");
    }

    private static Long inicio(ProcessHandle processo) {
        return processo.info()
                .startInstant()
                .map(inicio -> inicio.toEpochMilli())
                .orElse(0L);
    }
}
