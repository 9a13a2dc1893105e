package br.kafkanapratica.contratos;

/** Os grupos de consumidores do sistema. Os saldos não têm grupo: cada instância lê o tópico inteiro. */
public final class Grupo {

    public static final String ESTOQUE = "grupo_estoque";
    public static final String PAGAMENTO = "grupo_pagamento";
    public static final String NOTIFICACAO = "grupo_notificacao";

    /** Não consome: guarda, nos seus offsets, até onde a notificação já disse que ia avisar. */
    public static final String AVISOS = "grupo_notificacao-avisos";

    private Grupo() {}
}
