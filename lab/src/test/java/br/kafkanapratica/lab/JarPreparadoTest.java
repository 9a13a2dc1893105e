package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarPreparadoTest {

    @TempDir
    private Path pasta;

    /** Quem constrói com um Java mais novo e roda com outro não fica sem os serviços: só começam mais devagar. */
    @Test
    void osBeansDecididosNoBuildSoValemDoJavaDeleEmDiante() throws IOException {
        int este = Runtime.version().feature();
        assertThat(jar(este, true).aot()).isEqualTo("-Dspring.aot.enabled=true");
        assertThat(jar(este - 1, true).aot()).isEqualTo("-Dspring.aot.enabled=true");
        assertThat(jar(este + 1, true).aot()).isEqualTo("-Dspring.aot.enabled=false");
        assertThat(jar(este, false).aot()).isEqualTo("-Dspring.aot.enabled=false");
    }

    private JarPreparado jar(int javaDoBuild, boolean comBeans) throws IOException {
        var manifesto = new Manifest();
        manifesto.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifesto.getMainAttributes().putValue("Build-Jdk-Spec", Integer.toString(javaDoBuild));
        var arquivo = pasta.resolve("programa.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(arquivo), manifesto)) {
            jar.putNextEntry(new ZipEntry(comBeans ? "Application__ApplicationContextInitializer.class" : "A.class"));
        }
        return new JarPreparado(pasta, arquivo);
    }
}
