/** A trilha Cluster, com três brokers. */
@NullMarked
package br.kafkanapratica.experimentos.curso.cluster;

import org.jspecify.annotations.NullMarked;
