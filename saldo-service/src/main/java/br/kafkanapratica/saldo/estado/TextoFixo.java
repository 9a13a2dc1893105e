package br.kafkanapratica.saldo.estado;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Um texto fixo em ASCII, copiado de oito em oito bytes. */
record TextoFixo(long[] palavras, int tamanho) {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static TextoFixo de(String texto) {
        var ascii = texto.getBytes(StandardCharsets.US_ASCII);
        var palavras = new long[(ascii.length + Long.BYTES - 1) / Long.BYTES];
        var inteiras = Arrays.copyOf(ascii, palavras.length * Long.BYTES);
        Arrays.setAll(palavras, i -> (long) LONG.get(inteiras, i * Long.BYTES));
        return new TextoFixo(palavras, ascii.length);
    }

    /** Devolve onde acabou; até sete bytes adiante também mudam, e têm de existir. */
    int copia(byte[] onde, int posicao) {
        for (int i = 0; i < palavras.length; i++) {
            LONG.set(onde, posicao + i * Long.BYTES, palavras[i]);
        }
        return posicao + tamanho;
    }
}
