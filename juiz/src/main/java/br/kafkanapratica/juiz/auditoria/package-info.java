/** A conta de todos os pedidos, feita só com o que está nos tópicos. */
@NullMarked
package br.kafkanapratica.juiz.auditoria;

import org.jspecify.annotations.NullMarked;
