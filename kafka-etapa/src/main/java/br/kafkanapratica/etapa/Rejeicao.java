package br.kafkanapratica.etapa;

import org.jspecify.annotations.Nullable;

/**
 * Por que um registro vai à DLT.
 *
 * @param abertura o começo da linha do log
 * @param erro nulo se não foi uma exceção inesperada
 */
record Rejeicao(String abertura, String causa, @Nullable Throwable erro) {

    static Rejeicao semConserto(String causa) {
        return new Rejeicao("Registro sem conserto", causa, null);
    }

    static Rejeicao esgotada(Throwable erro) {
        return new Rejeicao("Tentativas esgotadas", Diagnostico.motivo(erro), erro);
    }

    /** O começo da linha do log. */
    String linha() {
        return abertura + ": " + (erro == null ? causa : Diagnostico.daFalha(erro));
    }
}
