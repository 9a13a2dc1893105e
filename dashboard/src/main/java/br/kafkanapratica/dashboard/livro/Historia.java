package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quantos esperavam por cada etapa, segundo a segundo, nos últimos minutos. O que está no log se conta no segundo em que foi
 * escrito, não naquele em que foi lido; o aviso, que não deixa registro, só se conhece de quando alguém olhou, e onde ninguém
 * olhou não há ponto. Para uma thread por vez.
 */
final class Historia {

    static final int SEGUNDOS = 600;

    private static final long MS = 1_000;

    /** Um relógio que volta menos do que isto é o de sempre, acertado; mais, e já não se sabe que instantes são os de antes. */
    private static final int RECUO = 5; // segundos

    /** Uma olhada vale até a seguinte, e mais isto. */
    private static final Duration ATRASO = Duration.ofMillis(1_500);

    private final long[][] saldos = new long[EtapaDoPipeline.values().length][SEGUNDOS];
    private final long[] avisosVistos = new long[SEGUNDOS];
    private final int olhadaVale; // segundos
    private long agora;

    /** @param sondagem de quanto em quanto tempo alguém olha */
    Historia(Duration sondagem) {
        olhadaVale = (int) sondagem.plus(ATRASO).toSeconds();
        Arrays.fill(avisosVistos, -1);
    }

    /** Um registro a mais na entrada da etapa, escrito neste instante. */
    void entrou(EtapaDoPipeline etapa, long quando, long relogio) {
        soma(etapa, quando, relogio, 1);
    }

    /** Um resultado da etapa, escrito neste instante. */
    void saiu(EtapaDoPipeline etapa, long quando, long relogio) {
        soma(etapa, quando, relogio, -1);
    }

    /** Quantos esperam pelo aviso agora. */
    void viuAvisos(long esperando, long relogio) {
        avanca(relogio / MS);
        avisosVistos[celula(agora)] = esperando;
    }

    /** @param estoque quantos esperam agora; o passado se faz daqui para trás */
    Serie serie(long estoque, long pagamento) {
        return new Serie(
                (agora - SEGUNDOS + 1) * MS,
                paraTras(EtapaDoPipeline.ESTOQUE, estoque),
                paraTras(EtapaDoPipeline.PAGAMENTO, pagamento),
                avisos());
    }

    private List<Long> paraTras(EtapaDoPipeline etapa, long valor) {
        var serie = new Long[SEGUNDOS];
        long aqui = valor;
        for (int i = SEGUNDOS - 1; i >= 0; i--) {
            serie[i] = Math.max(0, aqui);
            aqui -= saldos[etapa.ordinal()][celula(agora - SEGUNDOS + 1 + i)];
        }
        return List.of(serie);
    }

    private List<@Nullable Long> avisos() {
        var serie = new ArrayList<@Nullable Long>(SEGUNDOS);
        int semOlhar = olhadaVale;
        Long ultimo = null;
        for (long segundo = agora - SEGUNDOS + 1; segundo <= agora; segundo++) {
            long visto = avisosVistos[celula(segundo)];
            semOlhar = visto < 0 ? semOlhar + 1 : 0;
            ultimo = visto < 0 ? ultimo : Long.valueOf(visto);
            serie.add(semOlhar < olhadaVale ? ultimo : null);
        }
        return serie;
    }

    private void soma(EtapaDoPipeline etapa, long quando, long relogio, int quanto) {
        avanca(relogio / MS);
        long segundo = Math.min(Math.floorDiv(quando, MS), agora);
        if (segundo > agora - SEGUNDOS) {
            saldos[etapa.ordinal()][celula(segundo)] += quanto;
        }
    }

    private void avanca(long segundo) {
        if (segundo < agora - RECUO) {
            agora = segundo - SEGUNDOS; // daqui em diante, tudo outra vez
        }
        for (long novo = Math.max(agora, segundo - SEGUNDOS) + 1; novo <= segundo; novo++) {
            for (var saldo : saldos) {
                saldo[celula(novo)] = 0;
            }
            avisosVistos[celula(novo)] = -1;
        }
        agora = Math.max(agora, segundo);
    }

    private static int celula(long segundo) {
        return (int) Math.floorMod(segundo, SEGUNDOS);
    }
}
