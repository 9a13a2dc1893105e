package br.kafkanapratica.estado.compacto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Percorre a {@link Tabela} na ordem do hash e, no empate, na da chave: uma ordem que não depende de como a tabela cresceu. Cada
 * segmento é visto como está quando chega a vez dele; o que mudar enquanto isso pode ou não aparecer, mas nenhuma chave
 * aparece duas vezes. Copia uma lista de posições por segmento, e nada mais. Uma thread.
 */
final class Varredura {

    private static final int LINHA_DO_CACHE = 64;

    private final Tabela tabela;
    private final byte @Nullable [] apos;
    private final long hashDeApos;
    private final Cursor valor = new Cursor(new byte[0], 0, 0);
    private long[] ordem = new long[0];
    private byte[] dados = new byte[0];
    private int quantas;
    private int proxima;
    private int segmento;
    private int chave;
    private int tamanhoDaChave;

    /** Se ninguém usasse o que se lê adiantado, o JIT o tiraria. */
    @SuppressWarnings("UnusedVariable")
    private int antecipado;

    Varredura(Tabela tabela, byte @Nullable [] apos) {
        this.tabela = tabela;
        this.apos = apos;
        this.hashDeApos = apos == null ? 0 : Tabela.hash(apos);
        this.segmento = apos == null ? 0 : Tabela.segmento(hashDeApos);
    }

    /** Passa à entrada seguinte; {@code false} se não há. */
    boolean avanca() {
        while (proxima == quantas) {
            if (segmento == Tabela.SEGMENTOS) {
                return false;
            }
            carrega(segmento++);
        }
        aponta((int) ordem[proxima++]);
        return true;
    }

    /** O valor da entrada; a mesma instância, reposicionada a cada {@link #avanca}. */
    Cursor valor() {
        return valor;
    }

    /** De que segmento é. */
    int numero() {
        return segmento - 1;
    }

    /** O array em que a chave está, a partir de {@link #inicioDaChave}. */
    byte[] dados() {
        return dados;
    }

    int inicioDaChave() {
        return chave;
    }

    int tamanhoDaChave() {
        return tamanhoDaChave;
    }

    private void carrega(int numero) {
        quantas = 0;
        proxima = 0;
        var parte = tabela.segmentoDeNumero(numero);
        if (parte == null) {
            return;
        }
        dados = parte.dados();
        antecipa();
        int casas = parte.indice().length;
        if (ordem.length < casas) {
            ordem = new long[casas];
        }
        for (int casa = 0; casa < casas; casa++) {
            int entrada = parte.entrada(casa);
            if (entrada != 0) {
                aponta(entrada);
                long hash = Dispersao.de(dados, chave, tamanhoDaChave);
                insere(hash >>> Tabela.BITS_DA_MARCA << Integer.SIZE | entrada);
            }
        }
        while (apos != null && proxima < quantas && numero == Tabela.segmento(hashDeApos) && !depoisDeApos()) {
            proxima++;
        }
    }

    /** O índice leva a cada entrada fora de ordem; lidas antes em ordem, estão no cache do processador quando chega a vez delas. */
    private void antecipa() {
        for (int i = 0; i < dados.length; i += LINHA_DO_CACHE) {
            antecipado += dados[i];
        }
    }

    /**
     * Põe a entrada no seu lugar. As casas do índice já estão quase na ordem do hash: só uma colisão desloca alguém, e o lugar está
     * sempre perto do fim. Se a chave já está, não a repete: foi removida e posta de novo, noutra casa, enquanto se olhava o índice.
     */
    private void insere(long esta) {
        int lugar = quantas;
        while (lugar > 0) {
            int comparacao = compara(esta, ordem[lugar - 1]);
            if (comparacao == 0) {
                return;
            }
            if (comparacao > 0) {
                break;
            }
            lugar--;
        }
        for (int i = quantas; i > lugar; i--) {
            ordem[i] = ordem[i - 1];
        }
        ordem[lugar] = esta;
        quantas++;
    }

    private int compara(long uma, long outra) {
        int peloHash = Long.compare(uma >>> Integer.SIZE, outra >>> Integer.SIZE);
        if (peloHash != 0) {
            return peloHash;
        }
        aponta((int) uma);
        int de = chave;
        int ate = chave + tamanhoDaChave;
        aponta((int) outra);
        return Arrays.compareUnsigned(dados, de, ate, dados, chave, chave + tamanhoDaChave);
    }

    private boolean depoisDeApos() {
        long hash = ordem[proxima] >>> Integer.SIZE;
        long outro = hashDeApos >>> Tabela.BITS_DA_MARCA & 0xFFFFFFFFL;
        if (hash != outro || apos == null) {
            return hash > outro;
        }
        aponta((int) ordem[proxima]);
        return Arrays.compareUnsigned(dados, chave, chave + tamanhoDaChave, apos, 0, apos.length) > 0;
    }

    private void aponta(int entrada) {
        valor.aponta(dados, entrada, dados.length);
        int resto = (int) valor.inteiro();
        int fim = valor.posicao() + resto;
        tamanhoDaChave = (int) valor.inteiro();
        chave = valor.posicao();
        valor.aponta(dados, chave + tamanhoDaChave, fim);
    }
}
