/** Registros e fotografias → cortes: a conta dos pedidos, sempre de um instante só. */
@NullMarked
package br.kafkanapratica.dashboard.livro;

import org.jspecify.annotations.NullMarked;
