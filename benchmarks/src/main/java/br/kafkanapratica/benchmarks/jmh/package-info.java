/** Só a tabela de saldos, sem Kafka e sem HTTP. */
@NullMarked
package br.kafkanapratica.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
