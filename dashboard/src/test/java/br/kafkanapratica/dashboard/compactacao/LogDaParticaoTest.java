package br.kafkanapratica.dashboard.compactacao;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Celula;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Colunas;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Trecho;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogDaParticaoTest {

    /** Offsets 0 a 9: 2 superado por 7 (os dois fechados), 4 por 8 (no ativo), 5 remoção, 7 e 9 valem, 8 superado por 9. */
    private final LogDaParticao log = new LogDaParticao(
            0,
            new Trecho(0, 0, 10, 10),
            OptionalLong.of(8),
            new Colunas(
                    new long[] {2, 4, 5, 7, 8, 9},
                    new Estado[] {
                        Estado.SUPERADO, Estado.SUPERADO, Estado.REMOCAO, Estado.VIVO, Estado.SUPERADO, Estado.VIVO
                    },
                    new long[] {7, 8, 0, 0, 9, 0},
                    new int[6]),
            null);

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
        assertThat(log.celulas(0, 10, 2))
                .containsExactly(
                        new Celula(0, 4, Map.of(Estado.SUPERADO, 2L, Estado.BURACO, 3L)),
                        new Celula(
                                5,
                                9,
                                Map.of(
                                        Estado.VIVO, 2L,
                                        Estado.SUPERADO, 1L,
                                        Estado.REMOCAO, 1L,
                                        Estado.BURACO, 1L)));
        assertThat(log.celulas(7, 9, 100)).extracting(Celula::de).containsExactly(7L, 8L);
        assertThat(log.celulas(9, 2, 100)).isEmpty();
        assertThat(log.celulas(Long.MIN_VALUE, Long.MAX_VALUE, 100)).hasSize(10);
    }

    @Test
    void oQueNaoSeLeuNaoEBuracoDoCleaner() {
        var cortado = new LogDaParticao(
                0,
                new Trecho(0, 5, 8, 10),
                OptionalLong.empty(),
                new Colunas(new long[0], new Estado[0], new long[0], new int[0]),
                "CRC não confere");
        assertThat(cortado.porque(6)).contains("o cleaner apagou");
        assertThat(cortado.porque(2)).isEqualTo("Fora do que se leu do log.");
        assertThat(cortado.porque(9)).contains("não passa do offset 8", "CRC não confere");
    }
}
