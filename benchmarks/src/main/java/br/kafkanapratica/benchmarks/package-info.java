/** Quantos pedidos por segundo cada etapa do pipeline processa, e quanto disso é culpa nossa. */
@NullMarked
package br.kafkanapratica.benchmarks;

import org.jspecify.annotations.NullMarked;
