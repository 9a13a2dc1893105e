package br.kafkanapratica.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinhaDeSaldoTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "5;300,00 | 5 | 300.00",
                "5;1.234,56 | 5 | 1234.56",
                "5,300.00 | 5 | 300.00",
                "5,300 | 5 | 300.00",
                "5,\"300,00\" | 5 | 300.00",
                "5;\"300,00\" | 5 | 300.00",
                "\"5\";\"R$ 1.234,56\" | 5 | 1234.56",
                "5 ; 300,00 | 5 | 300.00",
                "\"5\" , \"1,50\" | 5 | 1.50",
                "Silva, Maria;10 | Silva, Maria | 10.00",
                "\"Silva; Maria\";10 | Silva; Maria | 10.00",
                "\"a;b\",10.00 | a;b | 10.00",
                "\"a\"\"b\";10 | a\"b | 10.00",
                "José 😀;-10,00 | José 😀 | -10.00",
            })
    void leDuasColunas(String linha, String clienteId, BigDecimal saldo) throws EntradaInvalida {
        assertThat(LinhaDeSaldo.de(linha)).isEqualTo(new LinhaDeSaldo(clienteId, saldo));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5;10;20", "5,300,00", "\"5;10", "5;\"10", "\"5\"x;10", "5;10;", "\"a\";\"1\";"})
    void recusaOQueNaoTemDuasColunas(String linha) {
        assertThatThrownBy(() -> LinhaDeSaldo.de(linha))
                .isInstanceOf(EntradaInvalida.class)
                .hasMessageContaining("duas colunas");
    }

    @ParameterizedTest
    @ValueSource(strings = {";10", "\"\";10", " ;10", "5;", "5;abc", "5;1.234", "5,1.234", "5;NaN", "Jos\uFFFD;10"})
    void recusaIdEValorQueNaoServem(String linha) {
        assertThatThrownBy(() -> LinhaDeSaldo.de(linha)).isInstanceOf(EntradaInvalida.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cliente_id;saldo", "cliente_id,saldo", "\"CLIENTE_ID\"; \"Saldo\""})
    void reconheceOCabecalho(String linha) {
        assertThat(LinhaDeSaldo.ehCabecalho(linha)).isTrue();
        assertThat(LinhaDeSaldo.ehCabecalho("5;10")).isFalse();
    }
}
