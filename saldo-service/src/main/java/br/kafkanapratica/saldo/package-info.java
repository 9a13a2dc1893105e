/** O saldo-service: tópico {@code contas} → estado em memória → REST. */
@NullMarked
package br.kafkanapratica.saldo;

import org.jspecify.annotations.NullMarked;
