package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SaltoDoRelogioTest {

    private final AtomicLong parede = new AtomicLong(Duration.ofDays(20_000).toMillis());
    private final AtomicLong nanos = new AtomicLong();
    private final SaltoDoRelogio relogio = new SaltoDoRelogio(parede::get, nanos::get);

    @Test
    void oTempoQuePassaNaoEUmSalto() {
        passa(Duration.ofHours(3));
        assertThat(relogio.voltou()).isEmpty();
    }

    @Test
    void voltarHorasSeNotaUmaVez() {
        passa(Duration.ofSeconds(2));
        parede.addAndGet(-Duration.ofHours(3).toMillis());
        assertThat(relogio.voltou()).contains(Duration.ofHours(3));
        passa(Duration.ofSeconds(2));
        assertThat(relogio.voltou()).isEmpty();
    }

    @Test
    void andarParaAFrenteNaoFazMal_masVoltarDaliSim() {
        parede.addAndGet(Duration.ofHours(3).toMillis());
        assertThat(relogio.voltou()).isEmpty();
        parede.addAndGet(-Duration.ofHours(3).toMillis());
        assertThat(relogio.voltou()).contains(Duration.ofHours(3));
    }

    @Test
    void osPequenosSeSomam() {
        for (int i = 0; i < 4; i++) {
            parede.addAndGet(-1_000);
            assertThat(relogio.voltou()).isEmpty();
        }
        parede.addAndGet(-1_000);
        assertThat(relogio.voltou()).contains(Duration.ofSeconds(5));
    }

    private void passa(Duration tempo) {
        parede.addAndGet(tempo.toMillis());
        nanos.addAndGet(tempo.toNanos());
    }
}
