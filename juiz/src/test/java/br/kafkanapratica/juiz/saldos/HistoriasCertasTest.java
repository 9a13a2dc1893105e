package br.kafkanapratica.juiz.saldos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.testes.base.Volume;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code -Dsemente=N} repete as mesmas histórias. */
class HistoriasCertasTest {

    private static final int HISTORIAS = Integer.getInteger("historias", Volume.de(300, 1_000));
    private static final Duration PACIENCIA = Duration.ofSeconds(15);

    @Test
    void nenhumAlarmeFalso() {
        long semente = Long.getLong("semente", System.nanoTime());
        System.out.println("HistoriasCertasTest (saldos): -Dsemente=" + semente);
        int comRetomadas = 0;
        for (long esta = semente; esta < semente + HISTORIAS; esta++) {
            var veredito = new JuizDosSaldos(PACIENCIA).julga(new ModeloDosSaldos(esta).conta());
            assertThat(veredito.achados()).as("história %d: %s", esta, veredito).isEmpty();
            comRetomadas += veredito.retomadas().isEmpty() ? 0 : 1;
        }
        assertThat(comRetomadas).as("histórias em que uma falha segurou alguém").isGreaterThan(HISTORIAS / 4);
    }

    @Test
    void umQuatroCentosEQuatroPodeSerDeAntesDaPrimeiraEscrita() {
        nadaAcha(new Fita()
                .nasce()
                .escreve("a", 1, 0, 0)
                .escreve("a", null, 0, 1)
                .status("a", 404)
                .responde("a", 1)
                .status("a", 404));
    }

    @Test
    void oMesmoSaldoEscritoDuasVezesPodeSerOPrimeiro() {
        nadaAcha(new Fita()
                .nasce()
                .escreve("a", 1, 0, 0)
                .escreve("a", 2, 0, 1)
                .escreve("a", 1, 0, 2)
                .responde("a", 1)
                .responde("a", 2)
                .responde("a", 1));
    }

    @Test
    void deDuasPerguntasAoMesmoTempoQualquerPodeSerAPrimeira() {
        nadaAcha(new Fita()
                .nasce()
                .escreve("a", 1, 0, 0)
                .escreve("a", 2, 0, 1)
                .respondeDepoisDe("a", 2, Duration.ofSeconds(2))
                .respondeDepoisDe("a", 1, Duration.ofSeconds(10)));
    }

    @Test
    void entreParticoesUmMaisVelhoNoutraPodeJaTerDadoLugarAEste() {
        var fita = new Fita().nasce();
        nadaAcha(fita.escreve("b", 9, 1, 1)
                .registroDe("a", 1, 1, 0, Duration.ofSeconds(20))
                .registroDe("a", 2, 0, 0, Duration.ofSeconds(10))
                .registroDe("a", 3, 1, 2, Duration.ofSeconds(5))
                .responde("b", 9)
                .responde("a", 2));
    }

    @Test
    void quemRespondeuPodeDeixarDeEstarPronto() {
        nadaAcha(new Fita().nasce().status("a", 404).pronto().status("a", 503).status("a", 404));
    }

    @Test
    void umaRecusaMuitoDepoisDeDizerSeProntoNadaDiz() {
        nadaAcha(new Fita()
                .nasce()
                .status("a", 503)
                .pronto()
                .passam(Duration.ofSeconds(5))
                .status("a", 503)
                .status("a", 404));
    }

    @Test
    void esperarPelaPosicaoDeUmRegistroQueNaoExisteNaoEEstarParado() {
        nadaAcha(new Fita()
                .nasce()
                .statusDaPosicao("a", 503, 0, 99)
                .passam(Duration.ofSeconds(20))
                .statusDaPosicao("a", 503, 0, 99));
    }

    private static void nadaAcha(Fita fita) {
        var veredito = new JuizDosSaldos(PACIENCIA).julga(fita.fim());
        assertThat(veredito.achados()).as("%s", veredito).isEmpty();
    }
}
