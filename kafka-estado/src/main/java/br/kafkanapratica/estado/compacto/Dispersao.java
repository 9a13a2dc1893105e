package br.kafkanapratica.estado.compacto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * O hash de 64 bits de uma chave. É fixo: a ordem da {@link Varredura} sai dele, e uma página pedida a outra instância, ou
 * depois de um reinício, continua de onde a anterior parou.
 */
final class Dispersao {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long A = 0x9E3779B97F4A7C15L;
    private static final long B = 0xBF58476D1CE4E5B9L;
    private static final long C = 0x94D049BB133111EBL;

    private Dispersao() {}

    static long de(byte[] bytes, int de, int quantos) {
        long h = quantos * A;
        int i = de;
        int fim = de + quantos;
        for (; i <= fim - Long.BYTES; i += Long.BYTES) {
            h = mistura(h ^ (long) LONG.get(bytes, i));
        }
        long resto = 0;
        for (; i < fim; i++) {
            resto = resto << 8 | (bytes[i] & 0xFF);
        }
        h = mistura(h ^ resto) + A;
        h = (h ^ h >>> 30) * B;
        h = (h ^ h >>> 27) * C;
        return h ^ h >>> 31;
    }

    private static long mistura(long x) {
        long m = x * A;
        return m ^ m >>> 29;
    }
}
