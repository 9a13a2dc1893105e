package br.kafkanapratica.armadilhas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpcoesTest {

    @Test
    void valemOsNomesDoSpringBootComOuSemIgual() {
        var opcoes = Opcoes.de("--estoque.tempo-processamento=300ms", "--quantidade", "7");

        assertThat(opcoes.duracao("estoque.tempo-processamento", "2s")).isEqualTo(Duration.ofMillis(300));
        assertThat(opcoes.inteiro("quantidade", 10)).isEqualTo(7);
        assertThat(opcoes.inteiro("semente", 1)).isEqualTo(1);
    }

    @Test
    void oMesmoNomeComOsSublinhadosDeUmaVariavelDoAmbiente() {
        assertThat(Opcoes.de("--ESTOQUE_TEMPOPROCESSAMENTO=1s").duracao("estoque.tempo-processamento", "2s"))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(Opcoes.de("--ESTOQUE_TEMPO_PROCESSAMENTO=1s").duracao("estoque.tempo-processamento", "2s"))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void oValorQueNaoServeEDitoComONomeDele() {
        var opcoes = Opcoes.de("--estoque.tempo-processamento=abc", "--quantidade=dez");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> opcoes.duracao("estoque.tempo-processamento", "2s"))
                .withMessage("estoque.tempo-processamento=abc não serve: escreva um tempo, como 500ms, 5s ou 1m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opcoes.inteiro("quantidade", 10))
                .withMessage("quantidade=dez não serve: escreva um número inteiro");
    }

    @Test
    void oQueNaoEOpcaoSeRecusa() {
        assertThatIllegalArgumentException().isThrownBy(() -> Opcoes.de("10")).withMessageContaining("--nome=valor");
    }
}
