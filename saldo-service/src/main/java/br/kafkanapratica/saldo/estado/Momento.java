package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.estado.compacto.Cursor;
import br.kafkanapratica.estado.compacto.Rascunho;

/**
 * Um timestamp na forma que quase todos têm, {@code 2025-10-14T15:20:57[.123][Z|-03:00]}, em cinco a doze bytes, de onde volta
 * exatamente como veio. Os outros, que também são válidos mas se escrevem de outro jeito, ficam como texto. Uma thread.
 */
final class Momento {

    static final int SEM_OFFSET = 0;
    static final int Z = 1;
    static final int COM_OFFSET = 2;
    static final int TEXTO = 3;

    /** O maior que {@link #escreve} escreve. */
    static final int TAMANHO_MAXIMO = 35;

    private static final int SEGUNDOS = 19;

    /** O bit em que cada campo da data começa; os segundos, no zero. São 40 ao todo. */
    private static final int MINUTO = 6;

    private static final int HORA = 12;
    private static final int DIA = 17;
    private static final int MES = 22;
    private static final int ANO = 26;
    private static final int SECULO = 33;

    private static final int[] DIAS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private long data;
    private int casas;
    private int fracao;
    private int forma;
    private int offset;

    int forma() {
        return forma;
    }

    boolean temFracao() {
        return casas > 0;
    }

    /** {@code false} se não está nesta forma: pode ainda assim ser um timestamp válido. */
    boolean le(byte[] b, int de, int ate) {
        if (ate - de < SEGUNDOS || b[de + 4] != '-' || b[de + 7] != '-' || b[de + 10] != 'T') {
            return false;
        }
        if (b[de + 13] != ':' || b[de + 16] != ':') {
            return false;
        }
        int seculo = doisDigitos(b, de);
        int ano = doisDigitos(b, de + 2);
        int mes = doisDigitos(b, de + 5);
        int dia = doisDigitos(b, de + 8);
        int hora = doisDigitos(b, de + 11);
        int minuto = doisDigitos(b, de + 14);
        int segundo = doisDigitos(b, de + 17);
        // doisDigitos() de algo que não são dígitos passa de 99: cada limite abaixo também o exclui
        if (seculo > 99 || ano > 99 || mes > 12 || dia > 31) {
            return false;
        }
        if (mes < 1 || dia < 1 || dia > DIAS[mes - 1] || hora > 23 || minuto > 59 || segundo > 59) {
            return false; // 29 de fevereiro é raro: que decida quem sabe de anos bissextos
        }
        data = (long) seculo << SECULO
                | (long) ano << ANO
                | mes << MES
                | dia << DIA
                | hora << HORA
                | minuto << MINUTO
                | segundo;
        return leOffset(b, leFracao(b, de + SEGUNDOS, ate), ate);
    }

    private int leFracao(byte[] b, int de, int ate) {
        casas = 0;
        fracao = 0;
        if (de == ate || b[de] != '.') {
            return de;
        }
        int i = de + 1;
        for (; i < ate && casas < 9 && b[i] >= '0' && b[i] <= '9'; i++) {
            fracao = fracao * 10 + b[i] - '0';
            casas++;
        }
        return casas == 0 ? de : i;
    }

    private boolean leOffset(byte[] b, int de, int ate) {
        offset = 0;
        if (de == ate) {
            forma = SEM_OFFSET;
            return true;
        }
        if (de + 1 == ate && b[de] == 'Z') {
            forma = Z;
            return true;
        }
        forma = COM_OFFSET;
        if (ate - de != 6 || b[de] != '+' && b[de] != '-' || b[de + 3] != ':') {
            return false;
        }
        int horas = doisDigitos(b, de + 1);
        int minutos = doisDigitos(b, de + 4);
        offset = (b[de] == '-' ? -1 : 1) * (horas * 60 + minutos);
        return horas < 18 && minutos < 60 && (offset != 0 || b[de] == '+');
    }

    /** Mais de 99 se algum não é dígito. */
    private static int doisDigitos(byte[] b, int posicao) {
        int dezena = b[posicao] - '0' & 0xFF;
        int unidade = b[posicao + 1] - '0' & 0xFF;
        return dezena > 9 || unidade > 9 ? 1_000_000 : dezena * 10 + unidade;
    }

    void grava(Rascunho saida) {
        saida.cincoBytes(data);
        if (casas > 0) {
            saida.umByte(casas);
            saida.inteiro(fracao);
        }
        if (forma == COM_OFFSET) {
            saida.comSinal(offset);
        }
    }

    /** Escreve em ASCII o que {@link #grava} gravou; devolve onde acabou. */
    static int escreve(Cursor entrada, int forma, boolean temFracao, byte[] onde, int posicao) {
        long data = entrada.cincoBytes();
        int resto = (int) data;
        Digitos.dois((int) (data >>> SECULO), onde, posicao);
        Digitos.dois((int) (data >>> ANO) & 0x7F, onde, posicao + 2);
        onde[posicao + 4] = '-';
        Digitos.dois(resto >>> MES & 0x0F, onde, posicao + 5);
        onde[posicao + 7] = '-';
        Digitos.dois(resto >>> DIA & 0x1F, onde, posicao + 8);
        onde[posicao + 10] = 'T';
        Digitos.dois(resto >>> HORA & 0x1F, onde, posicao + 11);
        onde[posicao + 13] = ':';
        Digitos.dois(resto >>> MINUTO & 0x3F, onde, posicao + 14);
        onde[posicao + 16] = ':';
        Digitos.dois(resto & 0x3F, onde, posicao + 17);
        int fim = posicao + SEGUNDOS;
        if (temFracao) {
            onde[fim] = '.';
            int casas = entrada.umByte();
            fim = Digitos.escreve(entrada.inteiro(), casas, onde, fim + 1);
        }
        if (forma == Z) {
            onde[fim++] = 'Z';
        } else if (forma == COM_OFFSET) {
            int offset = (int) entrada.comSinal();
            onde[fim] = (byte) (offset < 0 ? '-' : '+');
            Digitos.dois(Math.abs(offset) / 60, onde, fim + 1);
            onde[fim + 3] = ':';
            Digitos.dois(Math.abs(offset) % 60, onde, fim + 4);
            fim += 6;
        }
        return fim;
    }
}
