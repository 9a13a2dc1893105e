/** Quanto o saldo-service aguenta, ao lado do que se usaria no lugar dele. */
@NullMarked
package br.kafkanapratica.benchmarks.saldos;

import org.jspecify.annotations.NullMarked;
