package br.kafkanapratica.estado.compacto;

import br.kafkanapratica.estado.Lido;
import org.jspecify.annotations.Nullable;

/**
 * Registros a aplicar juntos, por colunas, que se percorrem em ordem, e não um objeto por registro. Um a um, cada registro esperaria
 * sozinho pela memória. Uma thread de cada vez.
 */
final class Colunas {

    /** Quantos registros esperam juntos pela memória; os de uma parte só também se traduzem todos antes de se gravar o primeiro. */
    static final int GRUPO = 64;

    final long[] hashes;
    final int[] particoes;
    final long[] offsets;
    final long[] tempos;
    final byte[][] chaves;
    final byte[] @Nullable [] valores;
    int registros;

    private final int[] entradas = new int[GRUPO];

    /** Se ninguém usasse o que se lê adiantado, o JIT o tiraria. */
    @SuppressWarnings("UnusedVariable")
    private int antecipado;

    Colunas(int capacidade) {
        hashes = new long[capacidade];
        particoes = new int[capacidade];
        offsets = new long[capacidade];
        tempos = new long[capacidade];
        chaves = new byte[capacidade][];
        valores = new byte[capacidade][];
    }

    boolean cheias() {
        return registros == hashes.length;
    }

    void junta(long hash, Lido lido) {
        int i = registros++;
        hashes[i] = hash;
        particoes[i] = lido.particao();
        offsets[i] = lido.offset();
        tempos[i] = lido.tempo();
        chaves[i] = lido.chave();
        valores[i] = lido.valor();
    }

    /** Traz para o cache deste núcleo o que foi lido noutro e o que a tabela vai usar com isto, tudo ao mesmo tempo: um grupo no máximo. */
    void antecipa(Tabela tabela, int de, int ate) {
        int lido = 0;
        for (int i = de; i < ate; i++) {
            lido += pontas(chaves[i]) + pontas(valores[i]);
        }
        antecipado += lido + tabela.antecipa(hashes, de, ate, entradas);
    }

    private static int pontas(byte @Nullable [] bytes) {
        return bytes == null || bytes.length == 0 ? 0 : bytes[0] + bytes[bytes.length - 1];
    }
}
