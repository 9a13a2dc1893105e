/** O programa que faz pedidos: escreve no tópico {@code novos_pedidos} e não espera por ninguém. */
@NullMarked
package br.kafkanapratica.pedidos;

import org.jspecify.annotations.NullMarked;
