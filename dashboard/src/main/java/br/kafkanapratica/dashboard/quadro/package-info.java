/** Cortes e fotografias → quadros: o que a página mostra. */
@NullMarked
package br.kafkanapratica.dashboard.quadro;

import org.jspecify.annotations.NullMarked;
