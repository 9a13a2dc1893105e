package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarPreparadoIT {

    @Test
    void preparadoRodaIgualEOPreparoDeUmJarQueMudouNaoEUsado(@TempDir Path pasta) throws IOException {
        var jar = Files.copy(
                BrokerDeTeste.raiz().resolve("saldo-producer/target/saldo-producer.jar"), pasta.resolve("p.jar"));
        var data = FileTime.fromMillis(0);
        Files.setLastModifiedTime(jar, data);
        assertThat(new JarPreparado(jar).argumentos()).containsExactly("-jar", jar.toString());

        new JarPreparado(jar).prepara();
        var argumentos = new JarPreparado(jar).argumentos();
        assertThat(argumentos).first().asString().startsWith("-XX:SharedArchiveFile=");
        assertThat(ajuda("-Xshare:on", argumentos.toArray(String[]::new))).contains("Uso: ");

        try (var zip = FileSystems.newFileSystem(jar, Map.of())) {
            Files.writeString(zip.getPath("/BOOT-INF/classes/novo"), "outro build");
        }
        Files.setLastModifiedTime(jar, data);
        assertThat(new JarPreparado(jar).argumentos()).containsExactly("-jar", jar.toString());
    }

    /** Com {@code -Xshare:on} a JVM se recusa a iniciar se o arquivo CDS não serve. */
    private static String ajuda(String opcao, String... argumentos) {
        var programa = Programa.java("java", Path.of("/"))
                .comArgumentos(opcao)
                .comArgumentos(argumentos)
                .comArgumentos("--help");
        try (var processo = programa.inicia()) {
            assertThat(processo.esperaFim(Duration.ofMinutes(1))).isZero();
            return String.join("\n", processo.linhas());
        }
    }
}
