/** Um broker Apache Kafka de verdade e as ferramentas dele, para quem não tem Docker. */
@NullMarked
package br.kafkanapratica.broker;

import org.jspecify.annotations.NullMarked;
