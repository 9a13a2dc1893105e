package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrazosTest {

    @Test
    void aLentidaoMultiplicaTodos() {
        assertThat(Prazos.de("1").parada()).isEqualTo(Duration.ofMinutes(2));
        assertThat(Prazos.de("2,5").parada()).isEqualTo(Duration.ofMinutes(5));
        assertThat(Prazos.de("3").preparo()).isEqualTo(Prazos.de("1").preparo().multipliedBy(3));
        assertThat(Prazos.de("3").respostaDoKafka())
                .isEqualTo(Prazos.de("1").respostaDoKafka().multipliedBy(3));
        assertThat(Prazos.de("3").respostaHttp())
                .isEqualTo(Prazos.de("1").respostaHttp().multipliedBy(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0", "-1", "0.5", "101", "NaN", "Infinity"})
    void oQueNaoServeEDitoNumaLinha(String lentidao) {
        assertThatThrownBy(() -> Prazos.de(lentidao))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LAB_LENTIDAO")
                .hasMessageContaining("\"" + lentidao + "\"");
    }
}
