package br.kafkanapratica.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * O que um programa escreveu por último, até um teto de linhas e de caracteres: um registro de 1 MB que ele mostre é uma linha só. Uma
 * thread por vez.
 */
final class UltimasLinhas {

    /** Esquece-se aos décimos: uma a uma, cada linha nova moveria todas. */
    private static final double SOBRA = 0.9;

    private final int linhas;
    private final long caracteres;
    private final List<String> guardadas = new ArrayList<>();
    private long tamanho;
    private int esquecidas;

    UltimasLinhas(int linhas, long caracteres) {
        this.linhas = linhas;
        this.caracteres = caracteres;
    }

    void acrescenta(String linha) {
        guardadas.add(linha);
        tamanho += linha.length();
        if (guardadas.size() > linhas || tamanho > caracteres) {
            esquece();
        }
    }

    /** A última fica, seja de que tamanho for. */
    private void esquece() {
        int quantas = 0;
        while (quantas < guardadas.size() - 1
                && (guardadas.size() - quantas > linhas * SOBRA || tamanho > caracteres * SOBRA)) {
            tamanho -= guardadas.get(quantas++).length();
        }
        guardadas.subList(0, quantas).clear();
        esquecidas += quantas;
    }

    /** Quantas vieram, esquecidas ou não. */
    int total() {
        return esquecidas + guardadas.size();
    }

    /** A primeira, contadas desde o começo, que ainda se guarda. */
    int primeira() {
        return esquecidas;
    }

    /** @param numero contadas desde o começo, da {@link #primeira()} em diante */
    String linha(int numero) {
        return guardadas.get(numero - esquecidas);
    }

    List<String> copia() {
        return List.copyOf(guardadas);
    }
}
