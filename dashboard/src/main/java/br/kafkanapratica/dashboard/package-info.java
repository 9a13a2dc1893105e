/** O dashboard: lê o que há no Kafka e o mostra numa página, sem mudar nada. */
@NullMarked
package br.kafkanapratica.dashboard;

import org.jspecify.annotations.NullMarked;
