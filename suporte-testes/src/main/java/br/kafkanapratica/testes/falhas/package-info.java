/** Falhas para testes: cada uma acontece quando se pede, e se desfaz no fim. */
@NullMarked
package br.kafkanapratica.testes.falhas;

import org.jspecify.annotations.NullMarked;
