package br.kafkanapratica.juiz.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code -Dsemente=N} repete as mesmas histórias. */
class HistoriasCertasTest {

    private static final int HISTORIAS = 1_000;
    private static final Duration PACIENCIA = Duration.ofSeconds(15);

    @Test
    void nenhumAlarmeFalso() {
        long semente = Long.getLong("semente", System.nanoTime());
        System.out.println("HistoriasCertasTest (pedidos): -Dsemente=" + semente);
        int comRetomadas = 0;
        int porConfirmar = 0;
        for (long esta = semente; esta < semente + HISTORIAS; esta++) {
            var veredito = new JuizDosPedidos(PACIENCIA).julga(new ModeloDoPipeline(esta).conta());
            assertThat(veredito.achados()).as("história %d: %s", esta, veredito).isEmpty();
            comRetomadas += veredito.retomadas().isEmpty() ? 0 : 1;
            porConfirmar += veredito.porConfirmar() > 0 ? 1 : 0;
        }
        assertThat(comRetomadas).as("histórias em que uma falha segurou alguém").isGreaterThan(HISTORIAS / 4);
        assertThat(porConfirmar).as("histórias cortadas ao meio").isGreaterThan(HISTORIAS / 20);
    }
}
