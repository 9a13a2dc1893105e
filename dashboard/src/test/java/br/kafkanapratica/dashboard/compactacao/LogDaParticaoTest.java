package br.kafkanapratica.dashboard.compactacao;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Celula;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Estado;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogDaParticaoTest {

    /** Offsets 0 a 9: 2 superado por 7 (os dois fechados), 4 por 8 (no ativo), 5 remoção, 7 e 9 valem, 8 superado por 9. */
    private final LogDaParticao log = new LogDaParticao(
            0,
            0,
            10,
            OptionalLong.of(8),
            new long[] {2, 4, 5, 7, 8, 9},
            new long[] {7, 8, -1, -1, 9, -1},
            new boolean[] {false, false, true, false, false, false},
            3);

    @Test
    void cadaOffsetTemUmEstado() {
        assertThat(log.estado(1)).isEqualTo(Estado.BURACO);
        assertThat(log.estado(2)).isEqualTo(Estado.SUPERADO);
        assertThat(log.estado(5)).isEqualTo(Estado.REMOCAO);
        assertThat(log.estado(9)).isEqualTo(Estado.VIVO);
    }

    @Test
    void dizQuandoOSuperadoVaiEmbora() {
        assertThat(log.porque(2)).contains("próxima passada do cleaner");
        assertThat(log.porque(4)).contains("o mais novo está no segmento ativo");
        assertThat(log.porque(8)).contains("está no segmento ativo, em que o cleaner não toca");
    }

    @Test
    void asCelulasCobremOTrechoSemSobraNemFalta() {
        assertThat(log.celulas(0, 10, 100)).hasSize(10).allMatch(celula -> celula.de() == celula.ate());
        assertThat(log.celulas(0, 10, 2)).containsExactly(new Celula(0, 4, 0, 2, 0, 3), new Celula(5, 9, 2, 1, 1, 1));
        assertThat(log.celulas(7, 9, 100)).extracting(Celula::de).containsExactly(7L, 8L);
    }
}
