package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Um erro de arquivo, nas palavras de quem usa. */
class MensagemDeErroTest {

    @Test
    void aPastaQueNaoHaEAQueNaoEUmArquivo(@TempDir Path pasta) {
        assertThat(dita(pasta.resolve("nao-ha/x.html")))
                .isEqualTo("não há %s, ou a pasta em que ficaria".formatted(pasta.resolve("nao-ha/x.html")));
        assertThat(dita(pasta)).startsWith("não consigo usar " + pasta + ": ");
    }

    private static String dita(Path arquivo) {
        try {
            Files.writeString(arquivo, "x");
            return "escreveu";
        } catch (IOException e) {
            return LabApplication.mensagem(e);
        }
    }
}
