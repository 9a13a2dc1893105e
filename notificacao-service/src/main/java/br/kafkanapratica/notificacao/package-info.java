/** A última etapa: avisa o cliente. É onde o exactly-once do Kafka acaba. */
@NullMarked
package br.kafkanapratica.notificacao;

import org.jspecify.annotations.NullMarked;
