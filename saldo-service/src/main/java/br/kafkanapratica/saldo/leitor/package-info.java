/** Kafka → estado: reconstruir, seguir ao vivo, perceber o que muda no tópico. */
@NullMarked
package br.kafkanapratica.saldo.leitor;

import org.jspecify.annotations.NullMarked;
