/** O estado: uma função do log. Sem Spring e sem Kafka. */
@NullMarked
package br.kafkanapratica.saldo.estado;

import org.jspecify.annotations.NullMarked;
