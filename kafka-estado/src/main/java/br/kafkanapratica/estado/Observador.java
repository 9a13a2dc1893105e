package br.kafkanapratica.estado;

import java.util.concurrent.CompletableFuture;

/** Quem olha o tópico de fora. */
interface Observador extends AutoCloseable {

    /** Nunca completa com exceção: o que dá errado também é uma observação. */
    CompletableFuture<Observacao> observa();

    @Override
    default void close() {}
}
