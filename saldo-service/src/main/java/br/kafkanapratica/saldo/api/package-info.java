/** Estado → REST. */
@NullMarked
package br.kafkanapratica.saldo.api;

import org.jspecify.annotations.NullMarked;
