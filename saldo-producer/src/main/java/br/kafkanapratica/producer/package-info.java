/** O programa que escreve saldos no tópico {@code contas}: as três mensagens do curso, digitados, de arquivo, em massa. */
@NullMarked
package br.kafkanapratica.producer;

import org.jspecify.annotations.NullMarked;
