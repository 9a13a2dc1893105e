package br.kafkanapratica.juiz;

/** O que um registro do log é para quem lê {@code read_committed}. */
public enum Estado {
    CONFIRMADO,
    /** De uma transação abortada. */
    DESFEITO,
    /** De uma transação que ainda não se decidiu. */
    ABERTO
}
