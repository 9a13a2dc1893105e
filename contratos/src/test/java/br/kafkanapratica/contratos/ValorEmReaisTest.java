package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValorEmReaisTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | 200.00",
                "0 | 0.00",
                "007 | 7.00",
                "150,50 | 150.50",
                "150.50 | 150.50",
                "150,5 | 150.50",
                "0,01 | 0.01",
                "1234 | 1234.00",
                "1234,56 | 1234.56",
                "1234.56 | 1234.56",
                "1.234,56 | 1234.56",
                "1.234,5 | 1234.50",
                "12.345,67 | 12345.67",
                "1.234.567,89 | 1234567.89",
                "1.234.567 | 1234567.00",
                "R$ 1.234,56 | 1234.56",
                "R$1.234,56 | 1234.56",
                "r$ 10 | 10.00",
                "R$\u00A01.234,56 | 1234.56",
                "-10,00 | -10.00",
                "- 10,00 | -10.00",
                "-R$ 10,00 | -10.00",
                "R$ -10,00 | -10.00",
                "-0,00 | 0.00",
                "'  150,50  ' | 150.50",
                "999999999999999,99 | 999999999999999.99",
                "999999999999999.99 | 999999999999999.99",
                "999.999.999.999.999,99 | 999999999999999.99",
                "999.999.999.999.999 | 999999999999999.00",
                "999999999999999 | 999999999999999.00",
                "-999999999999999,9 | -999999999999999.90",
            })
    void entendeOsJeitosDeEscrever(String texto, BigDecimal valor) throws EntradaInvalida {
        // equals de BigDecimal: a escala também conta
        assertThat(ValorEmReais.de(texto)).isEqualTo(valor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234", "1,234", "12.345", "123,456", "0.500", "R$ 1.234", "-1.234"})
    void naoAdivinhaOAmbiguo(String texto) {
        assertThatThrownBy(() -> ValorEmReais.de(texto))
                .isInstanceOf(EntradaInvalida.class)
                .hasMessageContaining("é ambíguo")
                .hasMessageContaining(",00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234.56 | 1.234,56",
                "1,234.5 | 1.234,50",
                "R$ 1,234.56 | 1.234,56",
                "-1,234,567.89 | 1.234.567,89",
                "1,234,567 | 1.234.567,00",
            })
    void recusaOJeitoAmericanoEnsinandoOBrasileiro(String texto, String brasileiro) {
        assertThatThrownBy(() -> ValorEmReais.de(texto))
                .isInstanceOf(EntradaInvalida.class)
                .hasMessageContaining("não é um número brasileiro")
                .hasMessageEndingWith("Escreva " + brasileiro);
    }

    @Test
    void ensinaAEscreverOAmbiguo() {
        assertThatThrownBy(() -> ValorEmReais.de("1.234"))
                .hasMessageContaining("Escreva 1234,00 se os três dígitos são milhar, ou 1,23 se são centavos");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10,1234", "1.234,567", "1234.567", "0,0001", "1,234.567"})
    void recusaMaisDeDuasCasas(String texto) {
        assertThatThrownBy(() -> ValorEmReais.de(texto))
                .isInstanceOf(EntradaInvalida.class)
                .hasMessageContaining("mais de duas casas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "12a",
                "NaN",
                "Infinity",
                "-Infinity",
                "1e3",
                "1E3",
                "1,5e2",
                "0x10",
                "10d",
                "10f",
                "--10",
                "-R$ -10",
                "+10",
                "10-",
                "(10)",
                "R$",
                "-",
                ",",
                ".",
                ",50",
                ".50",
                "150,",
                "150.",
                "1 234,56",
                "1..2",
                "1,,2",
                "1.2.3",
                "1.23,45",
                "12.34.567,89",
                "1234.567,89",
                "1.234.56",
                "1,234,56",
                "1.234,567.89",
                "US$ 10",
                "10 reais",
                "10%",
                "١٢٣",
                "１２３",
                "10\u0000",
                "10;20"
            })
    void recusaOQueNaoEValor(String texto) {
        assertThatThrownBy(() -> ValorEmReais.de(texto))
                .isInstanceOf(EntradaInvalida.class)
                .hasMessageMatching("(?s).*(não é um valor em reais. Escreva, por exemplo, 150,50|duas casas).*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000000000",
                "1000000000000000,00",
                "1000000000000000.5",
                "1.000.000.000.000.000",
                "1.000.000.000.000.000,00",
                "0000000000000001"
            })
    void recusaDigitosDemais(String texto) {
        assertThatThrownBy(() -> ValorEmReais.de(texto))
                .isInstanceOf(EntradaInvalida.class)
                .hasMessageContaining("dígitos demais (no máximo 15 antes da vírgula e 2 depois)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "1.", "1,", "1.234", "-", " ", "a", "\u001b[31m"})
    void umTextoEnormeERecusadoEmPoucasPalavras(String repetido) {
        assertThatThrownBy(() -> ValorEmReais.de(repetido.repeat(1_000_000)))
                .isInstanceOf(EntradaInvalida.class)
                .message()
                .hasSizeLessThan(200)
                .doesNotContain("\u001b");
    }

    @Test
    void qualquerValorEscritoPorUmaPessoaVoltaIgual() throws EntradaInvalida {
        long semente = Long.getLong("semente", System.nanoTime());
        var acaso = new Random(semente);
        var brasileiro = NumberFormat.getCurrencyInstance(Locale.forLanguageTag("pt-BR"));
        for (int i = 0; i < 10_000; i++) {
            long tamanho = (long) Math.pow(10, acaso.nextInt(14));
            var valor = BigDecimal.valueOf(acaso.nextLong(-tamanho, tamanho + 1), 2);
            var simples = valor.toPlainString();
            for (var escrito : List.of(simples, simples.replace('.', ','), brasileiro.format(valor))) {
                assertThat(ValorEmReais.de(escrito))
                        .as("%s (semente %d)", escrito, semente)
                        .isEqualTo(valor);
            }
        }
    }
}
