package br.kafkanapratica.experimentos.curso;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Uma instância de uma etapa no simulador. */
final class Instancia {

    final String id;
    final String armadilha;
    Set<Integer> particoes = Set.of();
    boolean viva = true;
    /** Quando o coordenador a tira do grupo; nulo enquanto nada o faria. */
    @Nullable
    Double saiEm;

    boolean noGrupo = true;

    @Nullable
    Item naMao;

    double acabaEm;
    final List<Item> lote = new ArrayList<>();

    Instancia(String id, String armadilha) {
        this.id = id;
        this.armadilha = armadilha;
    }

    boolean trabalha() {
        return viva && noGrupo;
    }

    /** Deixa de existir; o grupo só o nota depois. */
    void morre(double quandoONotam) {
        if (viva) {
            viva = false;
            saiEm = quandoONotam;
            naMao = null;
            lote.clear();
        }
    }
}
