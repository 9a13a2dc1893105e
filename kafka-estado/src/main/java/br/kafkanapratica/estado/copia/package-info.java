/** Uma cópia do estado num arquivo: o formato, e o que o prova inteiro. Não sabe de Kafka. */
@NullMarked
package br.kafkanapratica.estado.copia;

import org.jspecify.annotations.NullMarked;
