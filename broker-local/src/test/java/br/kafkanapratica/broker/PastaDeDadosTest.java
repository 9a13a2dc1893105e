package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastaDeDadosTest {

    @TempDir
    private Path pasta;

    @Test
    void formataUmaVezSo() throws Exception {
        try (var dados = PastaDeDados.abre(pasta)) {
            dados.formataSeNova();
            var meta = Files.readString(dados.log().resolve("meta.properties"));
            dados.formataSeNova();
            assertThat(dados.log().resolve("meta.properties")).hasContent(meta);
        }
    }

    @Test
    void limparLevaOLogENadaMais() throws Exception {
        Files.writeString(pasta.resolve("trabalho.txt"), "não apague");
        try (var dados = PastaDeDados.abre(pasta)) {
            dados.formataSeNova();
            dados.limpa();
            assertThat(dados.log()).doesNotExist();
        }
        assertThat(pasta.resolve("trabalho.txt")).hasContent("não apague");
    }

    /** Para o Kafka seriam duas. */
    @Test
    void pastaComVirgulaNoCaminhoEDitaAQuemUsa() {
        assertThatThrownBy(() -> PastaDeDados.abre(pasta.resolve("Aula 3, Kafka/dados")))
                .isInstanceOf(Broker.NaoPodeIniciar.class)
                .hasMessageContaining("com vírgula no caminho")
                .hasMessageContaining("--dados");
        assertThat(pasta).isEmptyDirectory();
    }

    /** Devolver a pasta a quem já é o dono dela não conserta nada. */
    @Test
    void oConselhoDependeDeDeQuemEAPasta() {
        assertThat(PastaDeDados.semEscrita(pasta, pasta))
                .hasMessageContaining("chmod -R u+rwX '%s'".formatted(pasta))
                .hasMessageNotContaining("chown");
        assertThat(PastaDeDados.semEscrita(pasta.resolve("não existe"), pasta))
                .hasMessageContaining("chown -R %s '%s'".formatted(System.getProperty("user.name"), pasta));
    }

    @Test
    void pastaQueNaoSePodeCriarEDitaAQuemUsa() throws Exception {
        var arquivo = Files.createFile(pasta.resolve("arquivo"));
        assertThatThrownBy(() -> PastaDeDados.abre(arquivo.resolve("dados")))
                .isInstanceOf(Broker.NaoPodeIniciar.class)
                .hasMessageContaining("não consigo criar a pasta")
                .hasMessageContaining("--dados");
    }
}
