package br.kafkanapratica.estado.compacto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Lê, em ordem, o que um {@link Rascunho} gravou. Uma thread. */
public final class Cursor {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int posicao;
    private int fim;

    public Cursor(byte[] bytes, int posicao, int fim) {
        this.bytes = bytes;
        this.posicao = posicao;
        this.fim = fim;
    }

    void aponta(byte[] outros, int de, int ate) {
        bytes = outros;
        posicao = de;
        fim = ate;
    }

    public boolean acabou() {
        return posicao >= fim;
    }

    public byte[] bytes() {
        return bytes;
    }

    int fim() {
        return fim;
    }

    public int posicao() {
        return posicao;
    }

    public void pula(int quantos) {
        posicao += quantos;
    }

    public int umByte() {
        return bytes[posicao++] & 0xFF;
    }

    public long inteiro() {
        long valor = 0;
        int i = posicao;
        for (int deslocamento = 0; ; deslocamento += 7) {
            byte b = bytes[i++];
            valor |= (long) (b & 0x7F) << deslocamento;
            if (b >= 0) {
                posicao = i;
                return valor;
            }
        }
    }

    public long comSinal() {
        long valor = inteiro();
        return valor >>> 1 ^ -(valor & 1);
    }

    public long cincoBytes() {
        posicao += 5;
        return (int) INT.get(bytes, posicao - 5) & 0xFFFFFFFFL | (bytes[posicao - 1] & 0xFFL) << Integer.SIZE;
    }

    /** O byte seguinte, sem andar. */
    int proximoByte() {
        return bytes[posicao];
    }

    /** Outro, no mesmo lugar. */
    Cursor copia() {
        return new Cursor(bytes, posicao, fim);
    }

    /** Um {@link Rascunho#texto}. */
    public byte[] texto() {
        return bytes((int) inteiro());
    }

    public byte[] bytes(int quantos) {
        posicao += quantos;
        return Arrays.copyOfRange(bytes, posicao - quantos, posicao);
    }
}
