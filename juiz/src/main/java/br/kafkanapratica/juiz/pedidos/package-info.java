/** Julga o pipeline dos pedidos. */
@NullMarked
package br.kafkanapratica.juiz.pedidos;

import org.jspecify.annotations.NullMarked;
