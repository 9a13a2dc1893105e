package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.saldo.estado.compacto.Escrita;
import br.kafkanapratica.saldo.estado.compacto.Leitura;

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
    private static final int[] DIAS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private long segundos;
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
        int ano = doisDigitos(b, de) * 100 + doisDigitos(b, de + 2);
        int mes = doisDigitos(b, de + 5);
        int dia = doisDigitos(b, de + 8);
        int hora = doisDigitos(b, de + 11);
        int minuto = doisDigitos(b, de + 14);
        int segundo = doisDigitos(b, de + 17);
        // doisDigitos() de algo que não são dígitos passa de 99: cada limite abaixo também o exclui
        if (ano > 9999 || doisDigitos(b, de) > 99 || doisDigitos(b, de + 2) > 99 || mes > 12 || dia > 31) {
            return false;
        }
        if (mes < 1 || dia < 1 || dia > DIAS[mes - 1] || hora > 23 || minuto > 59 || segundo > 59) {
            return false; // 29 de fevereiro é raro: que decida quem sabe de anos bissextos
        }
        segundos = ((((ano * 12L + mes - 1) * 31 + dia - 1) * 24 + hora) * 60 + minuto) * 60 + segundo;
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
    private static int doisDigitos(byte[] b, int em) {
        int dezena = b[em] - '0' & 0xFF;
        int unidade = b[em + 1] - '0' & 0xFF;
        return dezena > 9 || unidade > 9 ? 1_000_000 : dezena * 10 + unidade;
    }

    void grava(Escrita em) {
        em.cincoBytes(segundos);
        if (casas > 0) {
            em.umByte(casas);
            em.inteiro(fracao);
        }
        if (forma == COM_OFFSET) {
            em.comSinal(offset);
        }
    }

    /** Escreve em ASCII o que {@link #grava} gravou; devolve onde acabou. */
    static int escreve(Leitura de, int forma, boolean temFracao, byte[] onde, int em) {
        long resto = de.cincoBytes();
        int segundo = (int) (resto % 60);
        resto /= 60;
        int minuto = (int) (resto % 60);
        int horas = (int) (resto / 60);
        int dias = horas / 24;
        int meses = dias / 31;
        int ano = meses / 12;
        doisDigitos(ano / 100, onde, em);
        doisDigitos(ano % 100, onde, em + 2);
        onde[em + 4] = '-';
        doisDigitos(meses % 12 + 1, onde, em + 5);
        onde[em + 7] = '-';
        doisDigitos(dias % 31 + 1, onde, em + 8);
        onde[em + 10] = 'T';
        doisDigitos(horas % 24, onde, em + 11);
        onde[em + 13] = ':';
        doisDigitos(minuto, onde, em + 14);
        onde[em + 16] = ':';
        doisDigitos(segundo, onde, em + 17);
        int fim = em + SEGUNDOS;
        if (temFracao) {
            fim = escreveFracao(de.umByte(), (int) de.inteiro(), onde, fim);
        }
        if (forma == Z) {
            onde[fim++] = 'Z';
        } else if (forma == COM_OFFSET) {
            int offset = (int) de.comSinal();
            onde[fim] = (byte) (offset < 0 ? '-' : '+');
            doisDigitos(Math.abs(offset) / 60, onde, fim + 1);
            onde[fim + 3] = ':';
            doisDigitos(Math.abs(offset) % 60, onde, fim + 4);
            fim += 6;
        }
        return fim;
    }

    private static int escreveFracao(int casas, int fracao, byte[] onde, int em) {
        onde[em] = '.';
        int resta = fracao;
        for (int i = em + casas; i > em; i--) {
            onde[i] = (byte) ('0' + resta % 10);
            resta /= 10;
        }
        return em + 1 + casas;
    }

    private static void doisDigitos(int valor, byte[] onde, int em) {
        onde[em] = (byte) ('0' + valor / 10);
        onde[em + 1] = (byte) ('0' + valor % 10);
    }
}
