/** Os pedidos pelo caminho: onde cada um espera, e o histórico de um. */
@NullMarked
package br.kafkanapratica.dashboard.pedidos;

import org.jspecify.annotations.NullMarked;
