/** A trilha Pedidos. */
@NullMarked
package br.kafkanapratica.experimentos.curso.pedidos;

import org.jspecify.annotations.NullMarked;
