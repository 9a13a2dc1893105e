package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UltimasLinhasTest {

    @Test
    void ficamAsUltimasEONumeroDeCadaUmaNaoMuda() {
        var linhas = new UltimasLinhas(10, 1000);
        for (int i = 0; i < 25; i++) {
            linhas.acrescenta("linha " + i);
        }
        assertThat(linhas.total()).isEqualTo(25);
        assertThat(linhas.copia()).hasSizeBetween(9, 10).endsWith("linha 23", "linha 24");
        assertThat(linhas.linha(24)).isEqualTo("linha 24");
        assertThat(linhas.linha(linhas.primeira())).isEqualTo("linha " + linhas.primeira());
    }

    /** Um pedido pode ter um produto de 1 MB, que três etapas mostram numa linha. */
    @Test
    void linhasEnormesNaoEnchemAMemoria() {
        var linhas = new UltimasLinhas(5000, 1000);
        for (int i = 0; i < 100; i++) {
            linhas.acrescenta("x".repeat(300));
        }
        assertThat(linhas.copia().stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(1000);

        linhas.acrescenta("y".repeat(5000));
        assertThat(linhas.copia()).as("a última fica").containsExactly("y".repeat(5000));
        assertThat(linhas.total()).isEqualTo(101);
    }
}
