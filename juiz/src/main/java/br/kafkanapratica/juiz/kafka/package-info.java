/** Do que o Kafka entrega aos fatos que o juiz lê. */
@NullMarked
package br.kafkanapratica.juiz.kafka;

import org.jspecify.annotations.NullMarked;
