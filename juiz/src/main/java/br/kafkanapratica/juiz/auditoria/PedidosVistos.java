package br.kafkanapratica.juiz.auditoria;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Quantas vezes cada pedido foi visto em cada tópico, e onde da última vez: uns 70 bytes por pedido, em colunas.
 *
 * <p>Uma linha, uma vez criada, não muda de número. Para uma thread por vez.
 */
final class PedidosVistos {

    /** O que cabe numa coluna; a mesma chave mais vezes, no mesmo tópico, é rara, e a conta dela continua em {@link #muitas}. */
    private static final int MAXIMO_NA_COLUNA = 255;

    static final int CHEIA = -1;
    static final int VARIAS_PARTICOES = -1;

    private static final int ETAPAS = EtapaDoPipeline.values().length;
    private static final int BITS = 8;
    private static final int LINHAS_POR_BLOCO = 4096;
    private static final int[] NENHUMA = new int[2 * ETAPAS];

    private static final class Bloco {
        final long[] alta = new long[LINHAS_POR_BLOCO];
        final long[] baixa = new long[LINHAS_POR_BLOCO];
        /** Seis contagens de 8 bits: três tópicos, três DLTs. */
        final long[] vistos = new long[LINHAS_POR_BLOCO];

        final long[] offsets = new long[LINHAS_POR_BLOCO * ETAPAS];
        final short[] particoes = new short[LINHAS_POR_BLOCO * ETAPAS];
    }

    private final int maximo;
    private final List<Bloco> blocos = new ArrayList<>();
    private final Map<Integer, int[]> muitas = new HashMap<>();
    private int linhas;
    /** Endereçamento aberto: linha + 1, ou 0 onde não há nada. */
    private int[] indice = new int[1024];

    PedidosVistos(int maximo) {
        this.maximo = maximo;
    }

    int linhas() {
        return linhas;
    }

    /** A linha da chave, criada se preciso; {@link #CHEIA} se não cabe mais nenhuma. */
    int linha(ChaveCurta chave) {
        int mascara = indice.length - 1;
        int lugar = embaralha(chave) & mascara;
        while (indice[lugar] != 0) {
            int linha = indice[lugar] - 1;
            if (chave(linha).equals(chave)) {
                return linha;
            }
            lugar = (lugar + 1) & mascara;
        }
        if (linhas == maximo) {
            return CHEIA;
        }
        return insere(chave, lugar);
    }

    ChaveCurta chave(int linha) {
        var bloco = bloco(linha);
        return new ChaveCurta(bloco.alta[linha % LINHAS_POR_BLOCO], bloco.baixa[linha % LINHAS_POR_BLOCO]);
    }

    int vistosNoTopico(int linha, EtapaDoPipeline etapa) {
        return vistos(linha, etapa.ordinal());
    }

    int vistosNaDlt(int linha, EtapaDoPipeline etapa) {
        return vistos(linha, ETAPAS + etapa.ordinal());
    }

    void contaNoTopico(int linha, EtapaDoPipeline etapa, int particao, long offset) {
        int lugar = linha % LINHAS_POR_BLOCO * ETAPAS + etapa.ordinal();
        var bloco = bloco(linha);
        boolean outra = vistosNoTopico(linha, etapa) > 0 && bloco.particoes[lugar] != particao;
        bloco.particoes[lugar] = (short) (outra ? VARIAS_PARTICOES : particao);
        bloco.offsets[lugar] = offset;
        conta(linha, etapa.ordinal());
    }

    void contaNaDlt(int linha, EtapaDoPipeline etapa) {
        conta(linha, ETAPAS + etapa.ordinal());
    }

    /** Onde a chave foi vista por último neste tópico; {@link #VARIAS_PARTICOES} se em mais de uma partição. */
    int particao(int linha, EtapaDoPipeline etapa) {
        return bloco(linha).particoes[linha % LINHAS_POR_BLOCO * ETAPAS + etapa.ordinal()];
    }

    long offset(int linha, EtapaDoPipeline etapa) {
        return bloco(linha).offsets[linha % LINHAS_POR_BLOCO * ETAPAS + etapa.ordinal()];
    }

    private int vistos(int linha, int contagem) {
        int naColuna = naColuna(linha, contagem);
        return naColuna < MAXIMO_NA_COLUNA ? naColuna : naColuna + aMais(linha)[contagem];
    }

    private void conta(int linha, int contagem) {
        if (naColuna(linha, contagem) < MAXIMO_NA_COLUNA) {
            bloco(linha).vistos[linha % LINHAS_POR_BLOCO] += 1L << (BITS * contagem);
        } else {
            muitas.computeIfAbsent(linha, nova -> new int[2 * ETAPAS])[contagem]++;
        }
    }

    private int naColuna(int linha, int contagem) {
        return (int) (bloco(linha).vistos[linha % LINHAS_POR_BLOCO] >>> (BITS * contagem)) & MAXIMO_NA_COLUNA;
    }

    private int[] aMais(int linha) {
        return muitas.getOrDefault(linha, NENHUMA);
    }

    private int insere(ChaveCurta chave, int lugar) {
        int linha = linhas++;
        if (linha % LINHAS_POR_BLOCO == 0) {
            blocos.add(new Bloco());
        }
        var bloco = bloco(linha);
        bloco.alta[linha % LINHAS_POR_BLOCO] = chave.alta();
        bloco.baixa[linha % LINHAS_POR_BLOCO] = chave.baixa();
        indice[lugar] = linha + 1;
        if (linhas * 2 > indice.length) {
            reindexa();
        }
        return linha;
    }

    private void reindexa() {
        indice = new int[indice.length * 2];
        int mascara = indice.length - 1;
        for (int linha = 0; linha < linhas; linha++) {
            int lugar = embaralha(chave(linha)) & mascara;
            while (indice[lugar] != 0) {
                lugar = (lugar + 1) & mascara;
            }
            indice[lugar] = linha + 1;
        }
    }

    private Bloco bloco(int linha) {
        return blocos.get(linha / LINHAS_POR_BLOCO);
    }

    private static int embaralha(ChaveCurta chave) {
        long mistura = (chave.alta() ^ Long.rotateLeft(chave.baixa(), 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mistura >>> 32);
    }
}
