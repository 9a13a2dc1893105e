/** Kafka → registros: cada partição desde o começo, e o que não se lê. */
@NullMarked
package br.kafkanapratica.dashboard.leitura;

import org.jspecify.annotations.NullMarked;
