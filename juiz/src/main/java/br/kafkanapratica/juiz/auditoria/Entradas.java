package br.kafkanapratica.juiz.auditoria;

import java.util.Arrays;

/**
 * Os registros de uma partição a partir do offset que o grupo gravou, na ordem do log; dos anteriores, só quantos foram. Uns 16
 * bytes por registro. Para uma thread por vez.
 */
final class Entradas {

    private static final int MINIMO = 64;

    private long[] offsets = new long[MINIMO];
    private int[] linhas = new int[MINIMO];
    /** A quantas a chave ia, neste tópico, quando este registro chegou; de outra partição, pode-lhe passar à frente quem já foi feito. */
    private int[] vezes = new int[MINIMO];

    private int primeira;
    private int quantas;
    private long gravado;
    private long passadas;

    /** Um que passou: a linha dele, e a sua vez. */
    interface AoPassar {
        void passou(int linha, int vez);
    }

    /** Devolve se o grupo já passou dele. */
    boolean chega(long offset, int linha, int vez) {
        if (offset < gravado) {
            passadas++;
            return true;
        }
        if (quantas == offsets.length) {
            cresce();
        }
        int lugar = lugar(quantas++);
        offsets[lugar] = offset;
        linhas[lugar] = linha;
        vezes[lugar] = vez;
        return false;
    }

    /** O grupo gravou este offset; um menor que o anterior não muda nada. */
    void gravou(long offset, AoPassar aoPassar) {
        gravado = Math.max(gravado, offset);
        while (quantas > 0 && offsets[primeira] < gravado) {
            int linha = linhas[primeira];
            int vez = vezes[primeira];
            primeira = lugar(1);
            quantas--;
            passadas++;
            aoPassar.passou(linha, vez);
        }
    }

    /** Os desta linha que vinham antes desta vez vêm depois. */
    void atrasa(int linha, int vez) {
        for (int i = 0; i < quantas; i++) {
            int lugar = lugar(i);
            if (linhas[lugar] == linha && vezes[lugar] < vez) {
                vezes[lugar]++;
            }
        }
    }

    long gravado() {
        return gravado;
    }

    /** Registros antes do offset gravado. */
    long passadas() {
        return passadas;
    }

    int quantas() {
        return quantas;
    }

    long offset(int i) {
        return offsets[lugar(i)];
    }

    int linha(int i) {
        return linhas[lugar(i)];
    }

    int vez(int i) {
        return vezes[lugar(i)];
    }

    private int lugar(int i) {
        return (primeira + i) & (offsets.length - 1);
    }

    private void cresce() {
        int antes = offsets.length;
        offsets = Arrays.copyOf(offsets, antes * 2);
        linhas = Arrays.copyOf(linhas, antes * 2);
        vezes = Arrays.copyOf(vezes, antes * 2);
        System.arraycopy(offsets, 0, offsets, antes, primeira);
        System.arraycopy(linhas, 0, linhas, antes, primeira);
        System.arraycopy(vezes, 0, vezes, antes, primeira);
    }
}
