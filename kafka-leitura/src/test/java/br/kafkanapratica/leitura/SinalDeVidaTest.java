package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SinalDeVidaTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SinalDeVida sinal = new SinalDeVida("leitor", Duration.ofSeconds(30), nanos::get);

    @Test
    void osilencioDemasiadoEUmProblemaQueAVoltaSeguinteDesfaz() {
        passa(30);
        assertThat(sinal.problema()).isEmpty();
        passa(1);
        assertThat(sinal.problema()).contains("leitor não dá sinal de vida há 31 s");
        sinal.bate();
        assertThat(sinal.problema()).isEmpty();
    }

    @Test
    void oQueUmaVoltaLancaEDitoComACausaENaoImpedeAsSeguintes() {
        var voltas = new AtomicInteger();
        var tarefa = sinal.protege(() -> {
            if (voltas.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
        });

        tarefa.run();
        assertThat(sinal.problema()).contains("leitor falhou: java.lang.OutOfMemoryError: Java heap space");

        tarefa.run();
        assertThat(sinal.problema()).isEmpty();
        assertThat(voltas).hasValue(2);
    }

    /** Falta a memória também para o dizer. */
    @Test
    void oQueFalhaAoDizerAFalhaTambemNaoImpedeAsSeguintes() {
        var voltas = new AtomicInteger();
        var tarefa = sinal.protege(() -> {
            if (voltas.incrementAndGet() == 1) {
                throw new SemMemoriaParaODizer();
            }
        });

        assertThatCode(tarefa::run).doesNotThrowAnyException();
        tarefa.run();
        assertThat(sinal.problema()).isEmpty();
        assertThat(voltas).hasValue(2);
    }

    private static final class SemMemoriaParaODizer extends OutOfMemoryError {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    private void passa(int segundos) {
        nanos.addAndGet(Duration.ofSeconds(segundos).toNanos());
    }
}
