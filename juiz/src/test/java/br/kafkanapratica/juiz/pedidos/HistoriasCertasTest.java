package br.kafkanapratica.juiz.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code -Dsemente=N} repete as mesmas histórias. */
class HistoriasCertasTest {

    private static final int HISTORIAS = Integer.getInteger("historias", 1_000);
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

    /** Com uma fila longa, um membro do grupo acaba uma partição antes de começar a outra. */
    @Test
    void quemEstaNaFilaNaoEstaParado() {
        var fita = new Fita().envia("a").filaNaParticao1(60);
        fita.registro(Fita.APROVADOS, "a").registro(Fita.CONCLUIDOS, "a");

        var veredito = new JuizDosPedidos(PACIENCIA).julga(fita.fim());

        assertThat(veredito.achados()).as("%s", veredito).isEmpty();
    }
}
