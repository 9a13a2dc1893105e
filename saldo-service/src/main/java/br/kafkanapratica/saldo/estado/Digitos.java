package br.kafkanapratica.saldo.estado;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Números em ASCII, dois dígitos de cada vez: metade das divisões. */
final class Digitos {

    private static final VarHandle PAR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final short[] PARES = new short[100];
    private static final long[] POTENCIAS = new long[19];

    static {
        for (int i = 0; i < PARES.length; i++) {
            PARES[i] = (short) ('0' + i / 10 | '0' + i % 10 << Byte.SIZE);
        }
        POTENCIAS[0] = 1;
        for (int i = 1; i < POTENCIAS.length; i++) {
            POTENCIAS[i] = 10 * POTENCIAS[i - 1];
        }
    }

    private Digitos() {}

    /** De 0 a 99. */
    static void dois(int valor, byte[] onde, int posicao) {
        PAR.set(onde, posicao, PARES[valor]);
    }

    /** Um número não negativo, com zeros à frente até o mínimo de dígitos; devolve onde acabou. */
    static int escreve(long valor, int minimo, byte[] onde, int posicao) {
        int digitos = minimo;
        while (digitos < POTENCIAS.length && valor >= POTENCIAS[digitos]) {
            digitos++;
        }
        int fim = posicao + digitos;
        int i = fim;
        long resta = valor;
        for (; i >= posicao + 2; i -= 2) {
            dois((int) (resta % 100), onde, i - 2);
            resta /= 100;
        }
        if (i > posicao) {
            onde[posicao] = (byte) ('0' + resta);
        }
        return fim;
    }
}
