package br.kafkanapratica.estado.compacto;

/**
 * O primeiro byte de um registro: o tipo (2 bits), a geração (1; ver {@link ParteDaTabela}), as marcas do codec (4) e se a chave tem
 * registros em outras partições, que vêm a seguir (1). O segundo é a partição; o offset e o tempo ficam no fim: quem percorre os
 * valores não chega a lê-los.
 */
final class Cabecalho {

    static final int REMOVIDO = 0;
    static final int VALIDO = 1;
    static final int MALFORMADO = 2;

    static final int VARIOS = 0x80;

    private static final int TIPO = 0x03;
    private static final int GERACAO = 0x04;
    private static final int MARCAS = 3;

    private Cabecalho() {}

    static int de(int tipo, int geracao, int marcas) {
        return tipo | geracao | marcas << MARCAS;
    }

    static int tipo(int cabecalho) {
        return cabecalho & TIPO;
    }

    static int geracao(int cabecalho) {
        return cabecalho & GERACAO;
    }

    static int outraGeracao(int geracao) {
        return geracao ^ GERACAO;
    }

    static int marcas(int cabecalho) {
        return cabecalho >>> MARCAS & 0x0F;
    }

    static boolean varios(int cabecalho) {
        return (cabecalho & VARIOS) != 0;
    }
}
