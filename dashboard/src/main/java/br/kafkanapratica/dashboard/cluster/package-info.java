/** Kafka → memória: os registros, os grupos, os offsets. */
@NullMarked
package br.kafkanapratica.dashboard.cluster;

import org.jspecify.annotations.NullMarked;
