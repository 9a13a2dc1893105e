package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
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
        assertThat(observaPor(30, 5, 9)).isEmpty();
        assertThat(observaPor(1, 5, 12)).containsExactly(TRECHO);
        assertThat(observaPor(30, 5, 12))
                .as("outra vez, só depois de outro tanto")
                .isEmpty();
        assertThat(observaPor(1, 5, 12)).containsExactly(TRECHO);
    }

    @Test
    void quemAndaOuLeuTudoNaoEstaParado() {
        observa(5, 9);
        observaPor(20, 5, 9);
        assertThat(observaPor(20, 6, 9)).isEmpty();
        assertThat(observaPor(60, 9, 9)).isEmpty();
        assertThat(observa(9, 12)).as("o que acaba de chegar").isEmpty();
    }

    @Test
    void quemVoltaASerLidaTemDeNovoTodoOTempo() {
        observa(5, 9);
        observaPor(20, 5, 9);
        semAvanco.observa(Map.of(), Map.of()); // a partição esperava
        assertThat(observaPor(30, 5, 9)).isEmpty();
        assertThat(observaPor(2, 5, 9)).containsExactly(TRECHO);
    }

    /** O broker caiu, ou alguém parou este processo: ninguém viu a partição não andar. */
    @Test
    void oTempoEmQueNaoSeObservouNaoConta() {
        observa(5, 9);
        observaPor(10, 5, 9);
        passa(3_600);
        assertThat(observa(5, 9)).isEmpty();
        assertThat(observaPor(15, 5, 9)).isEmpty();
        assertThat(observaPor(1, 5, 9)).containsExactly(TRECHO);
    }

    @Test
    void quemObservaRaramenteTambemAcabaVendo() {
        observa(5, 9);
        for (int minuto = 0; minuto < 6; minuto++) {
            passa(60);
            assertThat(observa(5, 9)).isEmpty();
        }
        passa(60);
        assertThat(observa(5, 9)).containsExactly(TRECHO);
    }

    @Test
    void enquantoOutraAndaPodeSerSoAVez() {
        for (int i = 0; i < 60; i++) {
            assertThat(semAvanco.observa(Map.of(MUDA, 5L, OUTRA, (long) i), Map.of(MUDA, 9L, OUTRA, 1_000L)))
                    .isEmpty();
            passa(5);
        }
        passa(1);
        assertThat(semAvanco.observa(Map.of(MUDA, 5L, OUTRA, 100L), Map.of(MUDA, 9L, OUTRA, 1_000L)))
                .isEmpty();
        passa(1);
        assertThat(semAvanco.observa(Map.of(MUDA, 5L, OUTRA, 101L), Map.of(MUDA, 9L, OUTRA, 1_000L)))
                .containsExactly(TRECHO);
    }

    /** Uma vez por segundo; as que não andaram em alguma delas. */
    private List<TrechoIlegivel> observaPor(int segundos, long posicao, long disponivel) {
        var semAndar = new ArrayList<TrechoIlegivel>();
        for (int i = 0; i < segundos; i++) {
            passa(1);
            semAndar.addAll(observa(posicao, disponivel));
        }
        return semAndar;
    }

    private List<TrechoIlegivel> observa(long posicao, long disponivel) {
        return semAvanco.observa(Map.of(MUDA, posicao), Map.of(MUDA, disponivel));
    }

    private void passa(int segundos) {
        nanos.addAndGet(Duration.ofSeconds(segundos).toNanos());
    }
}
