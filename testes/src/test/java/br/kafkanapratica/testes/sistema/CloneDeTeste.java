package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.Sinal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Um clone do repositório já construído, numa pasta do teste: {@code dados/} e {@code .lab/} nascem nele, e o
 * laboratório e os dados de quem roda os testes ficam em paz.
 */
record CloneDeTeste(Path raiz) implements AutoCloseable {

    private static final List<String> ARQUIVOS =
            List.of("start.sh", "stop.sh", "lab.sh", ".jdk.sh", ".construir.sh", "create-topics.sh", "mvnw", "pom.xml");
    private static final List<String> MODULOS = List.of(
            "broker-local",
            "lab",
            "saldo-service",
            "saldo-producer",
            "estoque-service",
            "pagamento-service",
            "notificacao-service",
            "pedidos-producer",
            "dashboard",
            "armadilhas");

    static CloneDeTeste em(Path raiz) throws IOException {
        var original = BrokerDeTeste.raiz();
        for (var arquivo : ARQUIVOS) {
            Files.copy(original.resolve(arquivo), raiz.resolve(arquivo));
        }
        for (var modulo : MODULOS) {
            var jar = Path.of(modulo, "target", modulo + ".jar");
            Files.createDirectories(raiz.resolve(jar).getParent());
            Files.createSymbolicLink(raiz.resolve(jar), original.resolve(jar)); // juntos, passam de 100 MB
            Files.createSymbolicLink(
                    raiz.resolve(modulo).resolve("target/pronto"),
                    Files.createDirectories(original.resolve(modulo).resolve("target/pronto")));
        }
        var clone = new CloneDeTeste(raiz);
        clone.dizQueEstaConstruido();
        return clone;
    }

    /** O que {@code start.sh} anota depois de um build. */
    void dizQueEstaConstruido() {
        var comando = "source ./.jdk.sh && soma_do_build > lab/target/construido";
        var programa = new Programa("bash", List.of("bash", "-c", comando), Execucao.ambiente(Map.of()), raiz);
        var execucao = Execucao.de(programa);
        if (execucao.codigo() != 0) {
            throw new IllegalStateException(execucao.saida());
        }
    }

    /** {@code start.sh}, chamado de outra pasta, com o dashboard numa porta livre. */
    Programa start(int portaKafka, int portaSaldo, String... argumentos) {
        var todos = new ArrayList<>(List.of(
                "--porta-kafka",
                Integer.toString(portaKafka),
                "--porta-saldo",
                Integer.toString(portaSaldo),
                "--porta-dashboard",
                Integer.toString(PortaLivre.uma())));
        todos.addAll(List.of(argumentos));
        return script("start.sh", Map.of(), todos.toArray(String[]::new));
    }

    Programa stop() {
        return script("stop.sh", Map.of());
    }

    Programa script(String nome, Map<String, String> alem, String... argumentos) {
        var comando = new ArrayList<>(List.of("bash", raiz.resolve(nome).toString()));
        comando.addAll(List.of(argumentos));
        return Sinal.comCtrlC(new Programa(nome, comando, Execucao.ambiente(alem), Path.of("/")));
    }

    /** Apaga os atalhos para os jars; o JUnit reclama de quem deixa, na pasta temporária, um que leva para fora dela. */
    @Override
    public void close() throws IOException {
        for (var modulo : MODULOS) {
            Files.deleteIfExists(raiz.resolve(modulo).resolve("target").resolve(modulo + ".jar"));
            Files.deleteIfExists(raiz.resolve(modulo).resolve("target/pronto"));
        }
    }

    /** Um comando que o laboratório imprimiu, rodado onde ele mandou: na raiz. */
    Processo roda(String comando) {
        return new Programa("bash", List.of("bash", "-c", "exec env " + comando), Execucao.ambiente(Map.of()), raiz)
                .inicia();
    }
}
