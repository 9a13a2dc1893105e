/** Quem um registro é. */
@NullMarked
package br.kafkanapratica.dashboard.identidade;

import org.jspecify.annotations.NullMarked;
