package br.kafkanapratica.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.contratos.EntradaInvalida;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinhaDeSaldoTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "; | 5;300,00 | 5 | 300.00",
                "; | 5;1.234,56 | 5 | 1234.56",
                "; | 5;300.00 | 5 | 300.00",
                ", | 5,300.00 | 5 | 300.00",
                ", | 5,300 | 5 | 300.00",
                ", | 5,\"300,00\" | 5 | 300.00",
                "; | 5;\"300,00\" | 5 | 300.00",
                "; | \"5\";\"R$ 1.234,56\" | 5 | 1234.56",
                "; | 5 ; 300,00 | 5 | 300.00",
                ", | \"5\" , \"1,50\" | 5 | 1.50",
                "; | Silva, Maria;10 | Silva, Maria | 10.00",
                "; | \"Silva; Maria\";10 | Silva; Maria | 10.00",
                ", | \"a;b\",10.00 | a;b | 10.00",
                "; | \"a\"\"b\";10 | a\"b | 10.00",
                "; | José 😀;-10,00 | José 😀 | -10.00",
            })
    void leDuasColunas(String separador, String linha, String clienteId, BigDecimal saldo) throws EntradaInvalida {
        assertThat(le(linha, separador)).isEqualTo(new LinhaDeSaldo(clienteId, saldo));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "; | 5 | há 1 coluna: ",
                "; | 1234,50 | há 1 coluna: ",
                "; | 5,300.00 | há 1 coluna: ",
                "; | \"5\",\"10\" | aspas",
                "; | 5;10;20 | há 3 colunas: ",
                "; | 5;10; | há 3 colunas: ",
                "; | \"a\";\"1\"; | há 3 colunas: ",
                ", | 5,300,00 | valor usa ponto ou vem entre aspas",
                ", | 5;300,00 | tem ; fora de aspas",
                ", | a;b,10.00 | tem ; fora de aspas",
                ", | 5;300 | há 1 coluna: ",
                "; | \"5;10 | aspas",
                "; | 5;\"10 | aspas",
                "; | \"5\"x;10 | aspas",
                "; | 5\";10 | aspas",
                "; | ;10 | vazio",
                "; | \"\";10 | vazio",
                "; | 5; | não é um valor",
                "; | 5;abc | não é um valor",
                "; | 5;1.234 | ambíguo",
                ", | 5,1.234 | ambíguo",
                "; | 5;1,234.56 | não é um número brasileiro",
                ", | 5,\"1,234.56\" | não é um número brasileiro",
                "; | 5;NaN | não é um valor",
                "; | Jos\uFFFD;10 | UTF-8",
                "; | 5\tx;10 | controle",
            })
    void recusaOQueNaoServe(String separador, String linha, String motivo) {
        assertThatThrownBy(() -> le(linha, separador))
                .isInstanceOf(EntradaInvalida.class)
                .hasMessageContaining(motivo);
    }

    private static LinhaDeSaldo le(String linha, String separador) throws EntradaInvalida {
        var este = Separador.de(separador).orElseThrow();
        return LinhaDeSaldo.de(Campos.de(linha, este), linha, este);
    }
}
