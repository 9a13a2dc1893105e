package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemPressaTest {

    private long agora = 7;
    private boolean pressa;
    private Duration bloco = Duration.ofMillis(1);
    private final List<Long> descansos = new ArrayList<>();
    private int escritos;
    private final SemPressa blocos = new SemPressa(
            (bytes, tamanho) -> {
                escritos++;
                agora += bloco.toNanos();
            },
            () -> pressa,
            () -> agora,
            descanso -> {
                descansos.add(descanso);
                agora += descanso;
            });

    private void escreve(int quantos) throws IOException {
        for (int i = 0; i < quantos; i++) {
            blocos.bloco(new byte[0], 0);
        }
    }

    @Test
    void descansaTresVezesOQueTrabalhou() throws IOException {
        long inicio = agora;
        escreve(100);
        assertThat(escritos).isEqualTo(100);
        assertThat(descansos).hasSize(50).containsOnly(Duration.ofMillis(6).toNanos());
        assertThat(agora - inicio).isEqualTo(Duration.ofMillis(400).toNanos());
    }

    @Test
    void umDiscoLentoNaoAlongaODescanso() throws IOException {
        bloco = Duration.ofSeconds(2);
        escreve(1);
        assertThat(descansos).containsExactly(Duration.ofMillis(100).toNanos());
    }

    @Test
    void quemAcabaNaoDescansa() throws IOException {
        escreve(2);
        pressa = true;
        escreve(100);
        assertThat(descansos).hasSize(1);
    }
}
