package br.kafkanapratica.dashboard.saldos;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReaisTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            150          | 150.00
            150,5        | 150.50
            1.234,56     | 1234.56
            R$ 1.234,56  | 1234.56
            -10          | -10.00
            999999999999999,99 | 999999999999999.99
            """)
    void aBrasileiraEExato(String texto, BigDecimal valor) {
        assertThat(Reais.de(texto)).contains(valor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", "1.23", "12.34,5", "1,234", "1,2,3", "1e3", "NaN", "<img src=x>", "--1", "1234.567,00"
            })
    void oRestoNaoSeAdivinha(String texto) {
        assertThat(Reais.de(texto)).isEmpty();
    }
}
