package br.kafkanapratica.saldo.estado.compacto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Lê, em ordem, o que uma {@link Escrita} gravou. Uma thread. */
public final class Leitura {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int em;
    private int fim;

    public Leitura(byte[] bytes, int em, int fim) {
        this.bytes = bytes;
        this.em = em;
        this.fim = fim;
    }

    void aponta(byte[] outros, int de, int ate) {
        bytes = outros;
        em = de;
        fim = ate;
    }

    public boolean acabou() {
        return em >= fim;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int em() {
        return em;
    }

    public int fim() {
        return fim;
    }

    public void pula(int quantos) {
        em += quantos;
    }

    public int umByte() {
        return bytes[em++] & 0xFF;
    }

    public long inteiro() {
        long valor = 0;
        int i = em;
        for (int deslocamento = 0; ; deslocamento += 7) {
            byte b = bytes[i++];
            valor |= (long) (b & 0x7F) << deslocamento;
            if (b >= 0) {
                em = i;
                return valor;
            }
        }
    }

    public long comSinal() {
        long valor = inteiro();
        return valor >>> 1 ^ -(valor & 1);
    }

    public long cincoBytes() {
        em += 5;
        return (int) INT.get(bytes, em - 5) & 0xFFFFFFFFL | (bytes[em - 1] & 0xFFL) << Integer.SIZE;
    }

    public byte[] bytes(int quantos) {
        em += quantos;
        return Arrays.copyOfRange(bytes, em - quantos, em);
    }
}
