package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PastaTest {

    @TempDir
    private Path raiz;

    @Test
    void lembraOsComandosAteEsquecer() throws IOException {
        var pasta = new Pasta(raiz);
        assertThat(pasta.existe()).isFalse();
        assertThat(pasta.anotados()).isEmpty();
        pasta.cria();
        var comandos = Map.of("broker-local", "A=1 B='c:\\d' java -jar b.jar", "dashboard", "java -jar d.jar");
        pasta.anota(comandos);
        assertThat(new Pasta(raiz).anotados()).isEqualTo(comandos);
        pasta.esquece();
        pasta.esquece(); // não há o que apagar, e não é um erro
        assertThat(pasta.anotados()).isEmpty();
    }

    @Test
    void comandosEstragadosSoDeixamDeSerUmaDica() throws IOException {
        var pasta = new Pasta(raiz);
        pasta.cria();
        Files.writeString(raiz.resolve(".lab/comandos"), "\\uXYZ=");
        assertThat(pasta.anotados()).isEmpty();
    }

    @Test
    void oQueNaoSePodeEscreverEDitoComOConserto() throws IOException {
        Files.writeString(raiz.resolve(".lab"), "um arquivo");
        assertThatThrownBy(() -> new Pasta(raiz).cria())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(".lab existe e não é uma pasta")
                .hasMessageContaining("mv '");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPastaEmQueNaoSePodeEscreverEDita() {
        assertThatThrownBy(() -> Acesso.exigePasta(Path.of("/proc/1/nada")))
                .hasMessageContaining("não posso escrever em /proc/1");
    }
}
