package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ParticoesSemAvancoTest {

    private static final TopicPartition MUDA = new TopicPartition("contas", 0);
    private static final TopicPartition OUTRA = new TopicPartition("contas", 1);
    private static final TrechoIlegivel TRECHO = new TrechoIlegivel(MUDA, 5, TrechoIlegivel.SEM_ENTREGA);

    private final AtomicLong nanos = new AtomicLong();
    private final ParticoesSemAvanco semAvanco = new ParticoesSemAvanco(Duration.ofSeconds(30), nanos::get);

    @Test
    void haOQueLerENadaVem() {
        assertThat(observa(5, 9)).isEmpty();
        passa(30);
        assertThat(observa(5, 9)).isEmpty();
        passa(1);
        assertThat(observa(5, 12)).containsExactly(TRECHO);
        passa(30);
        assertThat(observa(5, 12)).as("outra vez, só depois de outro tanto").isEmpty();
        passa(1);
        assertThat(observa(5, 12)).containsExactly(TRECHO);
    }

    @Test
    void quemAndaOuLeuTudoNaoEstaParado() {
        observa(5, 9);
        passa(20);
        observa(6, 9);
        passa(20);
        assertThat(observa(6, 9)).isEmpty();
        passa(20);
        assertThat(observa(9, 9)).isEmpty();
        passa(60);
        assertThat(observa(9, 9)).isEmpty();
        assertThat(observa(9, 12)).as("o que acaba de chegar").isEmpty();
    }

    @Test
    void quemVoltaASerLidaTemDeNovoTodoOTempo() {
        observa(5, 9);
        passa(20);
        semAvanco.observa(Map.of(), Map.of()); // o broker caiu, ou a partição esperava
        passa(20);
        assertThat(observa(5, 9)).isEmpty();
        passa(31);
        assertThat(observa(5, 9)).containsExactly(TRECHO);
    }

    @Test
    void enquantoOutraAndaPodeSerSoAVez() {
        for (int i = 0; i < 30; i++) {
            assertThat(semAvanco.observa(Map.of(MUDA, 5L, OUTRA, (long) i), Map.of(MUDA, 9L, OUTRA, 1_000L)))
                    .isEmpty();
            passa(10);
        }
        passa(1);
        assertThat(semAvanco.observa(Map.of(MUDA, 5L, OUTRA, 100L), Map.of(MUDA, 9L, OUTRA, 1_000L)))
                .containsExactly(TRECHO);
    }

    private List<TrechoIlegivel> observa(long posicao, long disponivel) {
        return semAvanco.observa(Map.of(MUDA, posicao), Map.of(MUDA, disponivel));
    }

    private void passa(int segundos) {
        nanos.addAndGet(Duration.ofSeconds(segundos).toNanos());
    }
}
