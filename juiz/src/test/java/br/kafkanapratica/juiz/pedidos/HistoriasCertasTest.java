package br.kafkanapratica.juiz.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.contratos.EtapaDoPipeline.NOTIFICACAO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Retomada;
import br.kafkanapratica.juiz.Veredito;
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

    @Test
    void oMesmoRegistroLidoDeNovoNoFimValeDesdeQueFoiVisto() {
        var fita = new Fita().envia("a").registro(Fita.APROVADOS, "a").registro(Fita.CONCLUIDOS, "a");
        fita.anota(
                Registro.de("a", new Lugar(Fita.APROVADOS, 0, 0), fita.agora().plusSeconds(600)));

        nadaAcha(fita);
    }

    @Test
    void comUmaTransacaoAbertaNosResultadosAindaNaoSeSabeSeSePerdeu() {
        var fita = new Fita().envia("a").registro(Fita.APROVADOS, "a", Estado.ABERTO);

        assertThat(nadaAcha(fita.gravou(ESTOQUE, 1)).porConfirmar()).isEqualTo(1);
    }

    @Test
    void chavesDiferentesPassamUmaDaOutra() {
        nadaAcha(new Fita().envia("a", "b").registro(Fita.APROVADOS, "b", "a").registro(Fita.CONCLUIDOS, "b", "a"));
    }

    @Test
    void aMesmaChaveEmParticoesDiferentesNaoTemOrdem() {
        var fita = new Fita();
        var agora = fita.agora();
        nadaAcha(fita.anota(
                Registro.de("a", new Lugar(Fita.NOVOS, 0, 5), agora).comMarca("1"),
                Registro.de("a", new Lugar(Fita.NOVOS, 1, 0), agora).comMarca("2"),
                Registro.de("a", new Lugar(Fita.APROVADOS, 0, 0), agora).comMarca("2"),
                Registro.de("a", new Lugar(Fita.APROVADOS, 0, 1), agora).comMarca("1")));
    }

    @Test
    void peloRelogioUmOffsetPodeVerSeUmPoucoAntesDoResultado() {
        nadaAcha(new Fita().envia("a").gravouSemFins(ESTOQUE, 1).registro(Fita.APROVADOS, "a"));
    }

    @Test
    void quemSoOlhouMuitoDepoisNaoSabeQuandoOAvisoFoiFeito() {
        nadaAcha(new Fita()
                .envia("a")
                .registro(Fita.APROVADOS, "a")
                .registro(Fita.CONCLUIDOS, "a")
                .gravou(NOTIFICACAO, 0)
                .passam(Duration.ofSeconds(60))
                .gravou(NOTIFICACAO, 1));
    }

    /** A conta só conhece o pedido; a origem de um rejeitado diz qual dos dois registros é o que falta. */
    @Test
    void oMesmoPedidoEmDuasParticoes_umRejeitadoEOutroAindaNaFila() {
        var fita = new Fita();
        var feito = new Lugar(Fita.NOVOS, 1, 0);
        var rejeitado = Registro.de("a", new Lugar(ESTOQUE.dlt().nome(), 1, 0), fita.agora());
        nadaAcha(fita.registro(Fita.NOVOS, "a")
                .anota(Registro.de("a", feito, fita.agora()), rejeitado.comOrigem(feito))
                .gravouSemFins(ESTOQUE, 1, 1));
    }

    @Test
    void aTransacaoQueUmaEtapaDeixouAbertaSeguraASeguinte() {
        nadaAcha(new Fita()
                .envia("a")
                .registro(Fita.APROVADOS, "a")
                .falha("kill -9", ESTOQUE, Duration.ofSeconds(60))
                .registro(Fita.CONCLUIDOS, "a"));
    }

    /** Quem estava atrás na fila não conta: a etapa já tinha retomado. */
    @Test
    void aRetomadaVaiDoFimDaFalhaAoPrimeiroAvanco() {
        var fita = new Fita().envia("a", "b");
        fita.falha("kill -9", ESTOQUE, Duration.ofSeconds(60))
                .passam(Duration.ofSeconds(1))
                .registro(Fita.APROVADOS, "a", "b")
                .registro(Fita.CONCLUIDOS, "a", "b");

        assertThat(nadaAcha(fita).retomadas())
                .extracting(Retomada::id, Retomada::onde, Retomada::demora)
                .containsExactly(tuple("a", Fita.NOVOS + "-0", Duration.ofSeconds(2)));
    }

    private static Veredito nadaAcha(Fita fita) {
        var veredito = new JuizDosPedidos(PACIENCIA).julga(fita.fim());
        assertThat(veredito.achados()).as("%s", veredito).isEmpty();
        return veredito;
    }

    /** Com uma fila longa, um membro do grupo acaba uma partição antes de começar a outra. */
    @Test
    void quemEstaNaFilaNaoEstaParado() {
        var fita = new Fita().envia("a").filaNaParticao1(60);
        nadaAcha(fita.registro(Fita.APROVADOS, "a").registro(Fita.CONCLUIDOS, "a"));
    }
}
