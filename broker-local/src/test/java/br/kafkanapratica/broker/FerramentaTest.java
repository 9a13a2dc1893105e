package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FerramentaTest {

    static Set<String> nomes() {
        return Ferramenta.nomes();
    }

    @ParameterizedTest
    @MethodSource("nomes")
    void todaFerramentaEstaNoJarEMostraASuaAjuda(String nome, CapturedOutput saida) {
        assertThat(lote(nome + " --help")).isBetween(0, 1);
        assertThat(saida.getAll())
                .containsAnyOf("--bootstrap-server", "--files")
                .doesNotContain("Error");
    }

    @Test
    void oLoteParaNoPrimeiroComandoQueFalhaEDevolveOCodigoDele(CapturedOutput saida) {
        assertThat(lote("\n  \ntopics --version\ntopcis --list\ngroups --version\n"))
                .isEqualTo(2);
        assertThat(saida.getAll()).contains("não conheço a ferramenta \"topcis\"");
        assertThat(lote("")).isZero();
    }

    private static int lote(String comandos) {
        return Lote.executa(new ByteArrayInputStream(comandos.getBytes(StandardCharsets.UTF_8)));
    }
}
