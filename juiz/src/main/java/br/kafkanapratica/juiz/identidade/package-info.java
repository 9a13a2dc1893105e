/** Quem um registro é. */
@NullMarked
package br.kafkanapratica.juiz.identidade;

import org.jspecify.annotations.NullMarked;
