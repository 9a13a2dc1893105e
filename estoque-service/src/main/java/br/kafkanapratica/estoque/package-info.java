/** A primeira etapa: há estoque para o pedido? */
@NullMarked
package br.kafkanapratica.estoque;

import org.jspecify.annotations.NullMarked;
