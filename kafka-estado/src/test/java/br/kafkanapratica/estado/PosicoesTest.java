package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PosicoesTest {

    private final Posicoes posicoes = new Posicoes();

    @Test
    void incluiOQueEstaAntesDoProximoOffset() throws Exception {
        posicoes.publica(Map.of(0, 5L, 1, 0L));
        assertThat(posicoes.particoes()).isEqualTo(2);
        assertThat(posicoes.espera(new Posicao(0, 4), Duration.ZERO)).isTrue();
        assertThat(posicoes.espera(new Posicao(0, 5), Duration.ZERO)).isFalse();
        assertThat(posicoes.espera(new Posicao(1, 0), Duration.ZERO)).isFalse();
    }

    /** Por mais que se espere, ela não vem. */
    @Test
    void aParticaoQueNaoExisteERecusadaLogo() {
        posicoes.publica(Map.of(0, 5L, 1, 0L));
        assertThatThrownBy(() -> posicoes.espera(new Posicao(7, 0), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a partição 7 não existe: o tópico tem 2, de 0 a 1");
    }

    @Test
    void quemEsperaAcordaQuandoChega() throws Exception {
        posicoes.publica(Map.of(0, 0L));
        var chegou = new CompletableFuture<Boolean>();
        var quemEspera = new Thread(() -> {
            try {
                chegou.complete(posicoes.espera(Posicao.valueOf("0:2"), Duration.ofHours(1)));
            } catch (InterruptedException e) {
                chegou.completeExceptionally(e);
            }
        });
        quemEspera.setDaemon(true);
        quemEspera.start();
        posicoes.publica(Map.of(0, 2L));
        await().until(() -> quemEspera.getState() == Thread.State.TIMED_WAITING);
        assertThat(chegou).isNotDone();
        posicoes.publica(Map.of(0, 3L));
        assertThat(chegou.get(10, TimeUnit.SECONDS)).isTrue();
    }
}
