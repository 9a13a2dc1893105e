package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.lab.Programa;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** O {@code benchmarks.jar} de outra versão, que entende os mesmos comandos internos que este. */
final class JarDeAntes {

    private JarDeAntes() {}

    static Programa programa(Path jar, Path raiz, String... jvm) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Programa("benchmarks de antes", List.of(java), Map.of(), raiz)
                .comArgumentos(jvm)
                .comArgumentos("-jar", jar.toAbsolutePath().toString());
    }
}
