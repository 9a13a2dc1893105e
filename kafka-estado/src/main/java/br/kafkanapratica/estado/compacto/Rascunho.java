package br.kafkanapratica.estado.compacto;

import java.util.Arrays;

/** Bytes que se acumulam; o array cresce, e é reaproveitado. Uma thread. */
public final class Rascunho {

    private byte[] bytes = new byte[256];
    private int fim;

    public void recomeca() {
        fim = 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int tamanho() {
        return fim;
    }

    /** Esquece o que veio depois deste tamanho. */
    void volta(int tamanho) {
        fim = tamanho;
    }

    /** Outro byte no lugar de um já gravado. */
    void troca(int posicao, int valor) {
        bytes[posicao] = (byte) valor;
    }

    public void umByte(int valor) {
        garante(1);
        bytes[fim++] = (byte) valor;
    }

    public void bytes(byte[] outros) {
        garante(outros.length);
        System.arraycopy(outros, 0, bytes, fim, outros.length);
        fim += outros.length;
    }

    void bytes(byte[] outros, int de, int quantos) {
        garante(quantos);
        System.arraycopy(outros, de, bytes, fim, quantos);
        fim += quantos;
    }

    /** O tamanho, e os bytes. */
    public void texto(byte[] outros) {
        inteiro(outros.length);
        bytes(outros);
    }

    /** Sete bits por byte, os menos significativos primeiro. */
    public void inteiro(long valor) {
        garante(10);
        fim = grava(bytes, fim, valor);
    }

    /** Como {@link #inteiro}, mas os negativos pequenos também ficam curtos. */
    public void comSinal(long valor) {
        inteiro(valor << 1 ^ valor >> 63);
    }

    /** Os cinco bytes menos significativos. */
    public void cincoBytes(long valor) {
        garante(5);
        for (int i = 0; i < 5; i++) {
            bytes[fim++] = (byte) (valor >>> 8 * i);
        }
    }

    static int grava(byte[] onde, int de, long valor) {
        long resta = valor;
        int i = de;
        while ((resta & ~0x7FL) != 0) {
            onde[i++] = (byte) (resta | 0x80);
            resta >>>= 7;
        }
        onde[i++] = (byte) resta;
        return i;
    }

    /** Quantos bytes {@link #inteiro} usa. */
    static int tamanho(long valor) {
        return (Long.SIZE - Long.numberOfLeadingZeros(valor | 1) + 6) / 7;
    }

    private void garante(int mais) {
        if (bytes.length - fim < mais) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, fim + mais));
        }
    }
}
