package br.kafkanapratica.dashboard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.dashboard.auditor.Chave;
import org.junit.jupiter.api.Test;

class FilaTest {

    private final Fila fila = new Fila(100);

    @Test
    void saemNaOrdemEmQueChegaram() {
        chegam(5);
        assertThat(fila.primeiros(2)).containsExactly("0", "1");
        assertThat(fila.sai(new Chave(0, 0))).isEqualTo("0");
        assertThat(fila.sai(new Chave(0, 0))).isNull();
        assertThat(fila.saemAte(3)).containsExactly("1", "2");
        assertThat(fila.primeiros(10)).containsExactly("3", "4");
    }

    @Test
    void numaFilaLongaFicaUmaAmostraEmOrdem() {
        chegam(10_000);
        var amostra = fila.primeiros(Integer.MAX_VALUE);
        assertThat(amostra).hasSizeBetween(50, 101);
        assertThat(amostra.stream().map(Integer::valueOf)).isSorted();
    }

    private void chegam(int quantos) {
        for (int i = 0; i < quantos; i++) {
            fila.chega(new Chave(0, i), Integer.toString(i), i);
        }
    }
}
