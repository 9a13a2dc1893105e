/** A segunda etapa: cobra o pedido aprovado. */
@NullMarked
package br.kafkanapratica.pagamento;

import org.jspecify.annotations.NullMarked;
