package br.kafkanapratica.saldo.estado.compacto;

import java.util.Arrays;

/** Lê, em ordem, o que uma {@link Escrita} gravou. Uma thread. */
public final class Leitura {

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
        for (int deslocamento = 0; ; deslocamento += 7) {
            byte b = bytes[em++];
            valor |= (long) (b & 0x7F) << deslocamento;
            if (b >= 0) {
                return valor;
            }
        }
    }

    public long comSinal() {
        long valor = inteiro();
        return valor >>> 1 ^ -(valor & 1);
    }

    public long cincoBytes() {
        long valor = 0;
        for (int i = 0; i < 5; i++) {
            valor |= (bytes[em++] & 0xFFL) << 8 * i;
        }
        return valor;
    }

    public byte[] bytes(int quantos) {
        em += quantos;
        return Arrays.copyOfRange(bytes, em - quantos, em);
    }
}
