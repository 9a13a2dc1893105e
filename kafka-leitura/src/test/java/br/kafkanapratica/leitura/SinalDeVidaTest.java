package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;

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

    private void passa(int segundos) {
        nanos.addAndGet(Duration.ofSeconds(segundos).toNanos());
    }
}
