package br.kafkanapratica.estado.compacto;

/** A impressão digital de uma chave e do registro que decide por ela: a do estado é a soma, que não depende da ordem. */
final class Impressao {

    private static final long A = 0xD6E8FEB86659FD93L;

    private Impressao() {}

    /** Zero se o registro é uma remoção, que ninguém vê. */
    static long de(long hash, byte[] bytes, int de, int ate) {
        int cabecalho = bytes[de] & ~Cabecalho.VARIOS & ~Cabecalho.outraGeracao(0);
        if (Cabecalho.tipo(cabecalho) == Cabecalho.REMOVIDO) {
            return 0;
        }
        long h = (hash ^ Dispersao.de(bytes, de + 1, ate - de - 1) + cabecalho) * A;
        h = (h ^ h >>> 32) * A;
        return h ^ h >>> 32;
    }
}
