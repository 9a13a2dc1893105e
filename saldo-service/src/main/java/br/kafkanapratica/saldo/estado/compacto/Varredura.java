package br.kafkanapratica.saldo.estado.compacto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Percorre a {@link Tabela} na ordem do hash e, no empate, na da chave: uma ordem que não depende de como a tabela cresceu. Cada
 * segmento é visto como está quando chega a vez dele; o que mudar enquanto isso pode ou não aparecer, mas nenhuma chave
 * aparece duas vezes. Copia uma lista de posições por segmento, e nada mais. Uma thread.
 */
public final class Varredura {

    private final Tabela tabela;
    private final byte @Nullable [] apos;
    private final long hashDeApos;
    private final Leitura valor = new Leitura(new byte[0], 0, 0);
    private long[] ordem = new long[0];
    private byte[] dados = new byte[0];
    private int quantas;
    private int proxima;
    private int segmento;
    private int chave;
    private int tamanhoDaChave;

    Varredura(Tabela tabela, byte @Nullable [] apos) {
        this.tabela = tabela;
        this.apos = apos;
        this.hashDeApos = apos == null ? 0 : Tabela.hash(apos);
        this.segmento = apos == null ? 0 : Tabela.segmento(hashDeApos);
    }

    /** Passa à entrada seguinte; {@code false} se não há. */
    public boolean avanca() {
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
    public Leitura valor() {
        return valor;
    }

    /** O array em que a chave está, a partir de {@link #inicioDaChave}. */
    public byte[] dados() {
        return dados;
    }

    public int inicioDaChave() {
        return chave;
    }

    public int tamanhoDaChave() {
        return tamanhoDaChave;
    }

    private void carrega(int numero) {
        quantas = 0;
        proxima = 0;
        var parte = tabela.em(numero);
        if (parte == null) {
            return;
        }
        dados = parte.dados();
        int casas = parte.indice().length;
        if (ordem.length < casas) {
            ordem = new long[casas];
        }
        for (int casa = 0; casa < casas; casa++) {
            int entrada = parte.entrada(casa);
            if (entrada != 0) {
                aponta(entrada);
                long hash = Dispersao.de(dados, chave, tamanhoDaChave);
                ordem[quantas++] = hash >>> Tabela.BITS_DA_MARCA << Integer.SIZE | entrada;
            }
        }
        ordena();
        while (apos != null && proxima < quantas && numero == Tabela.segmento(hashDeApos) && !depoisDeApos()) {
            proxima++;
        }
    }

    /** Como números sem sinal; os poucos empates, pela chave. */
    private void ordena() {
        for (int i = 0; i < quantas; i++) {
            ordem[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(ordem, 0, quantas);
        for (int i = 0; i < quantas; i++) {
            ordem[i] ^= Long.MIN_VALUE;
        }
        int unicas = 0;
        for (int i = 0; i < quantas; i++) {
            int j = unicas;
            while (j > 0 && ordem[j - 1] >>> Integer.SIZE == ordem[i] >>> Integer.SIZE && compara(i, j - 1) < 0) {
                j--;
            }
            boolean repetida = j > 0
                    && ordem[j - 1] >>> Integer.SIZE == ordem[i] >>> Integer.SIZE
                    && compara(i, j - 1) == 0; // removida e posta de novo, noutra casa, enquanto se olhava o índice
            if (!repetida) {
                long esta = ordem[i];
                System.arraycopy(ordem, j, ordem, j + 1, unicas - j);
                ordem[j] = esta;
                unicas++;
            }
        }
        quantas = unicas;
    }

    private int compara(int i, int j) {
        aponta((int) ordem[i]);
        int de = chave;
        int ate = chave + tamanhoDaChave;
        aponta((int) ordem[j]);
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
        int fim = valor.em() + resto;
        tamanhoDaChave = (int) valor.inteiro();
        chave = valor.em();
        valor.aponta(dados, chave + tamanhoDaChave, fim);
    }
}
