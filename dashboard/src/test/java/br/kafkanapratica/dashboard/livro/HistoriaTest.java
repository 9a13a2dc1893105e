package br.kafkanapratica.dashboard.livro;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistoriaTest {

    private static final long AGORA = 1_000_000_000_000L;
    private static final int ULTIMO = Historia.SEGUNDOS - 1;

    private final Historia historia = new Historia(Duration.ofMillis(500));

    @Test
    void oQueSeLeDeUmaVezFicaNoSegundoEmQueFoiEscrito() {
        for (int i = 0; i < 200_000; i++) {
            historia.entrou(EtapaDoPipeline.ESTOQUE, AGORA - 60_000, AGORA);
        }
        for (int i = 0; i < 50_000; i++) {
            historia.saiu(EtapaDoPipeline.ESTOQUE, AGORA - 20_000, AGORA);
        }
        var estoque = historia.serie(150_000, 0).estoque();
        assertThat(estoque.get(ULTIMO - 61)).isZero();
        assertThat(estoque.get(ULTIMO - 60)).isEqualTo(200_000);
        assertThat(estoque.get(ULTIMO - 21)).isEqualTo(200_000);
        assertThat(estoque.get(ULTIMO - 20)).isEqualTo(150_000);
        assertThat(estoque.get(ULTIMO)).isEqualTo(150_000);
    }

    @Test
    void ondeNinguemOlhouNaoHaPonto() {
        historia.viuAvisos(7, AGORA);
        historia.viuAvisos(9, AGORA + 30_000);
        var avisos = historia.serie(0, 0).notificacao();
        assertThat(avisos.get(ULTIMO)).isEqualTo(9);
        assertThat(avisos.get(ULTIMO - 1)).isNull();
        assertThat(avisos.get(ULTIMO - 28)).isNull();
        assertThat(avisos.get(ULTIMO - 30)).isEqualTo(7);
        assertThat(avisos.get(ULTIMO - 31)).isNull();
    }

    @Test
    void timestampsAbsurdosNaoEstragamNada() {
        for (long quando : new long[] {Long.MIN_VALUE, -1, 0, AGORA * 2, Long.MAX_VALUE}) {
            historia.entrou(EtapaDoPipeline.PAGAMENTO, quando, AGORA);
        }
        historia.entrou(EtapaDoPipeline.PAGAMENTO, AGORA, AGORA - 5_000); // um relógio que volta
        assertThat(historia.serie(0, 6).pagamento()).hasSize(Historia.SEGUNDOS).allMatch(valor -> valor >= 0);
    }

    /** Sem isto a página esperaria uma hora até mostrar outra vez alguma coisa. */
    @Test
    void acertadoORelogioParaTrasAHistoriaRecomecaDali() {
        historia.entrou(EtapaDoPipeline.ESTOQUE, AGORA, AGORA);
        historia.viuAvisos(9, AGORA);
        long agora = AGORA - 3_600_000;
        historia.entrou(EtapaDoPipeline.ESTOQUE, agora, agora);
        historia.viuAvisos(1, agora);
        var serie = historia.serie(2, 0);
        assertThat(serie.desde()).isEqualTo(agora - ULTIMO * 1_000L);
        assertThat(serie.estoque().get(ULTIMO)).isEqualTo(2);
        assertThat(serie.estoque().get(ULTIMO - 1)).isEqualTo(1);
        assertThat(serie.notificacao().get(ULTIMO)).isEqualTo(1);
        assertThat(serie.notificacao().get(ULTIMO - 1)).isNull();
    }

    @Test
    void oAnelDaAVolta() {
        historia.entrou(EtapaDoPipeline.ESTOQUE, AGORA, AGORA);
        historia.viuAvisos(1, AGORA + 2_000_000);
        assertThat(historia.serie(1, 0).estoque()).containsOnly(1L);
    }
}
