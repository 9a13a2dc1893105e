/** A trilha Garantias: cada uma, e o que acontece sem ela. */
@NullMarked
package br.kafkanapratica.experimentos.curso.garantias;

import org.jspecify.annotations.NullMarked;
