/** Kafka → fotografias: até onde vão os logs, quem está em cada grupo, até onde cada um gravou. */
@NullMarked
package br.kafkanapratica.dashboard.fotografia;

import org.jspecify.annotations.NullMarked;
