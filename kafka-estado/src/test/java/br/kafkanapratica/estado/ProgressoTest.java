package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressoTest {

    private static final Duration DEZ_SEGUNDOS = Duration.ofSeconds(10);

    @Test
    void estimaPeloRitmoAteAqui() {
        var progresso = new Progresso(80, 100, 300, DEZ_SEGUNDOS, List.of());
        assertThat(progresso.estimativa()).contains(Duration.ofSeconds(20));
        assertThat(progresso.percentual()).isEqualTo(33);
        assertThat(progresso).hasToString("80 lidos, 200 a ler (33%), 8 registros/s, faltam cerca de 20 s");
    }

    @Test
    void semRitmo_porMenosDeUmSegundo_ouComAlgoNoCaminho_naoEstima() {
        assertThat(new Progresso(0, 0, 300, DEZ_SEGUNDOS, List.of()).estimativa())
                .isEmpty();
        assertThat(new Progresso(299, 299, 300, DEZ_SEGUNDOS, List.of()).estimativa())
                .isEmpty();
        var presa = new Progresso(80, 100, 300, DEZ_SEGUNDOS, List.of(new Impedimento(2, 5, "", Instant.EPOCH)));
        assertThat(presa.estimativa()).isEmpty();
        assertThat(presa.toString()).endsWith(", à espera da partição 2");
    }

    @Test
    void deUmTopicoVazioJaSeLeuTudo() {
        assertThat(new Progresso(0, 0, 0, Duration.ZERO, List.of()).percentual())
                .isEqualTo(100);
    }
}
