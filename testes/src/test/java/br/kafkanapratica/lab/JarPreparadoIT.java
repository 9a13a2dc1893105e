package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.testes.BrokerDeTeste;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("completo")
class JarPreparadoIT {

    @Test
    void preparadoRodaIgualEOPreparoDeUmJarQueMudouNaoEUsado(@TempDir Path pasta) throws IOException {
        var jar = Files.copy(
                BrokerDeTeste.raiz().resolve("saldo-producer/target/saldo-producer.jar"), pasta.resolve("p.jar"));
        var data = FileTime.fromMillis(0);
        Files.setLastModifiedTime(jar, data);
        assertThat(new JarPreparado(pasta, jar).argumentos()).containsExactly("-jar", jar.toString());

        new JarPreparado(pasta, jar).prepara(Duration.ofMinutes(2), false);
        var soExtraido = new JarPreparado(pasta, jar).argumentos();
        assertThat(soExtraido)
                .hasSize(3)
                .element(2)
                .asString()
                .endsWith("/p.jar")
                .contains("/pronto/");
        assertThat(roda(pasta, "-Xshare:auto", soExtraido)).contains("Uso: ");

        new JarPreparado(pasta, jar).prepara(Duration.ofMinutes(2), true);
        var argumentos = new JarPreparado(pasta, jar).argumentos();
        assertThat(argumentos).first().asString().startsWith("-XX:SharedArchiveFile=");
        assertThat(roda(pasta, "-Xshare:on", argumentos)).contains("Uso: ");

        // Uma cópia, noutra pasta e com outras datas, serve sem preparar de novo.
        var copia = pasta.resolveSibling(pasta.getFileName() + "-cópia");
        try (var cp =
                new Programa("cp", List.of("cp", "-r", pasta.toString(), copia.toString()), Map.of(), pasta).inicia()) {
            assertThat(cp.esperaFim(Duration.ofMinutes(1))).isZero();
        }
        try {
            var daCopia = new JarPreparado(copia, copia.resolve("p.jar"));
            assertThat(daCopia.treinado()).isTrue();
            assertThat(roda(copia, "-Xshare:on", daCopia.argumentos())).contains("Uso: ");
        } finally {
            JarPreparado.apaga(copia);
        }

        try (var zip = FileSystems.newFileSystem(jar, Map.of())) {
            Files.writeString(zip.getPath("/BOOT-INF/classes/novo"), "outro build");
        }
        Files.setLastModifiedTime(jar, data);
        assertThat(new JarPreparado(pasta, jar).argumentos()).containsExactly("-jar", jar.toString());
    }

    /** Com {@code -Xshare:on} a JVM se recusa a iniciar se o arquivo CDS não serve. */
    private static String roda(Path pasta, String opcao, List<String> argumentos) {
        var programa = Programa.java("java", pasta)
                .comArgumentos(opcao)
                .comArgumentos(argumentos.toArray(String[]::new))
                .comArgumentos("--help");
        try (var processo = programa.inicia()) {
            assertThat(processo.esperaFim(Duration.ofMinutes(1))).isZero();
            return String.join("\n", processo.linhas());
        }
    }
}
