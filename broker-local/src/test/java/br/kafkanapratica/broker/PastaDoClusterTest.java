package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Os dados de um broker não servem a três, nem os de três a um; quem os confunde não os perde. */
class PastaDoClusterTest {

    @TempDir
    private Path pasta;

    @Test
    void osTresTemAMesmaIdentidadeECadaUmOSeuLog() throws Exception {
        formata(de(1, 3), false);
        formata(de(2, 3), false);
        assertThat(meta("broker-1")).contains("node.id=1").contains("cluster.id=" + identidade());
        assertThat(meta("broker-2")).contains("node.id=2").contains("cluster.id=" + identidade());
    }

    @Test
    void quemPerdeuODiscoVoltaAoMesmoCluster() throws Exception {
        formata(de(1, 3), false);
        formata(de(2, 3), false);
        var antes = identidade();
        formata(de(2, 3), true);
        assertThat(meta("broker-2")).contains("cluster.id=" + antes);
        assertThat(meta("broker-1")).contains("cluster.id=" + antes);
    }

    @Test
    void osDeUmNaoServemATres() throws Exception {
        formata(de(1, 1), false);
        var antes = meta("");
        assertThatThrownBy(() -> formata(de(1, 3), false))
                .isInstanceOf(Broker.NaoPodeIniciar.class)
                .hasMessageContaining("de um broker sozinho, e este é de 3 brokers")
                .hasMessageContaining("mv '%1$s' '%1$s-1'".formatted(pasta))
                .hasMessageContaining("--limpar");
        assertThat(meta("")).isEqualTo(antes);
        formata(de(1, 3), true);
        assertThat(pasta.resolve("log")).doesNotExist();
        assertThat(meta("broker-1")).contains("node.id=1");
    }

    @Test
    void osDeTresNaoServemAUmNemACinco() throws Exception {
        formata(de(3, 3), false);
        var antes = meta("broker-3");
        for (var outro : new Membro[] {de(1, 1), de(3, 5)}) {
            assertThatThrownBy(() -> formata(outro, false))
                    .isInstanceOf(Broker.NaoPodeIniciar.class)
                    .hasMessageContaining("são de 3 brokers")
                    .hasMessageContaining("--brokers 3");
        }
        assertThat(meta("broker-3")).isEqualTo(antes);
        formata(de(1, 1), true);
        assertThat(pasta.resolve("broker-3/log")).doesNotExist();
        assertThat(meta("")).contains("node.id=1");
    }

    @Test
    void limparNaoLevaOQueUmBrokerNoArUsa() throws Exception {
        try (var noAr = PastaDeDados.abre(pasta, de(2, 3), false)) {
            noAr.formataSeNova();
            // A trava é do sistema, entre processos; nesta JVM, ela se queixa de outro jeito.
            assertThatThrownBy(() -> formata(de(1, 1), true)).isNotNull();
            assertThat(meta("broker-2")).contains("node.id=2");
        }
    }

    private void formata(Membro membro, boolean limpar) throws Exception {
        try (var dados = PastaDeDados.abre(pasta, membro, limpar)) {
            if (limpar) {
                dados.limpa();
            }
            dados.formataSeNova();
        }
    }

    private static Membro de(int id, int brokers) {
        return Membro.de(id, brokers, 9092);
    }

    private String meta(String membro) throws Exception {
        return Files.readString(pasta.resolve(membro).resolve("log/meta.properties"));
    }

    private String identidade() throws Exception {
        return Files.readString(pasta.resolve("cluster")).replaceAll("(?s).*cluster.id=(\\S+).*", "$1");
    }
}
