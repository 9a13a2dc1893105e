package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.saldo.estado.compacto.Tabela;
import org.jspecify.annotations.Nullable;

/**
 * Registros lidos juntos, para serem aplicados juntos: por partes do estado, cada uma por uma thread, ou todos em ordem. Um a um, cada
 * registro esperaria sozinho pela memória. Uma thread os junta.
 */
public final class Lote {

    private final Parte[] partes;

    Lote(int partes, int registros) {
        this.partes = new Parte[partes];
        for (int parte = 0; parte < partes; parte++) {
            this.partes[parte] = new Parte(registros);
        }
    }

    /** Os de uma partição chegam na ordem dos offsets. */
    public void junta(int particao, long offset, long tempo, byte[] chave, byte @Nullable [] valor) {
        long hash = Tabela.hash(chave);
        partes[Contas.parte(hash, partes.length)].junta(hash, particao, offset, tempo, chave, valor);
    }

    Parte parte(int parte) {
        return partes[parte];
    }

    /** Por colunas, que se percorrem em ordem, e não um objeto por registro. */
    static final class Parte {
        final long[] hashes;
        final int[] particoes;
        final long[] offsets;
        final long[] tempos;
        final byte[][] chaves;
        final byte[] @Nullable [] valores;
        int registros;

        private Parte(int capacidade) {
            hashes = new long[capacidade];
            particoes = new int[capacidade];
            offsets = new long[capacidade];
            tempos = new long[capacidade];
            chaves = new byte[capacidade][];
            valores = new byte[capacidade][];
        }

        private void junta(long hash, int particao, long offset, long tempo, byte[] chave, byte @Nullable [] valor) {
            int i = registros++;
            hashes[i] = hash;
            particoes[i] = particao;
            offsets[i] = offset;
            tempos[i] = tempo;
            chaves[i] = chave;
            valores[i] = valor;
        }

        /** Traz para o cache deste núcleo o que foi lido noutro, tudo ao mesmo tempo. Devolve o que leu, só para que alguém o use. */
        int antecipa(int de, int ate) {
            int lido = 0;
            for (int i = de; i < ate; i++) {
                lido += pontas(chaves[i]) + pontas(valores[i]);
            }
            return lido;
        }

        private static int pontas(byte @Nullable [] bytes) {
            return bytes == null || bytes.length == 0 ? 0 : bytes[0] + bytes[bytes.length - 1];
        }
    }
}
