package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Um programa que rodou até o fim.
 *
 * @param codigo o código de saída
 * @param saida tudo o que ele escreveu (saída e erro)
 */
record Execucao(int codigo, String saida) {

    private static final Duration PRAZO = Duration.ofMinutes(2);

    /** Roda com {@code entrada} na entrada padrão e espera o fim. */
    static Execucao de(Programa programa, String... entrada) {
        try (var processo = programa.inicia()) {
            for (var linha : entrada) {
                processo.digita(linha + "\n");
            }
            processo.fechaEntrada();
            int codigo = processo.esperaFim(PRAZO);
            return new Execucao(codigo, String.join("\n", processo.linhas()));
        }
    }

    /** O {@code java} e o {@code JAVA_HOME} desta JVM, seja qual for o do PATH; o que se digita, com o compilador rápido só. */
    static Map<String, String> ambiente(Map<String, String> alem) {
        var java = Path.of(System.getProperty("java.home"));
        var leve = BrokerDeTeste.raiz().resolve("testes/src/test/resources/java-leve");
        var ambiente = new HashMap<>(Map.of(
                "JAVA_HOME",
                java.toString(),
                "PATH",
                "%s:%s:%s".formatted(leve, java.resolve("bin"), System.getenv("PATH"))));
        ambiente.putAll(alem);
        return ambiente;
    }

    /** Uma linha de comando como quem a copia da tela a roda: no bash, na raiz do repositório. */
    static Execucao doBash(String comando) {
        return de(new Programa("bash", List.of("bash", "-c", comando), ambiente(Map.of()), BrokerDeTeste.raiz()));
    }

    /** As linhas que dizem o erro a quem usa. */
    List<String> erros() {
        return saida.lines().filter(linha -> linha.startsWith("ERRO: ")).toList();
    }

    boolean temStackTrace() {
        return saida.lines().anyMatch(linha -> linha.startsWith("\tat ") || linha.startsWith("Exception in thread"));
    }
}
