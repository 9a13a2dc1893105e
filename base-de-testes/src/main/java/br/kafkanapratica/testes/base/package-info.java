/** O que os testes de qualquer módulo usam, sem Kafka nem processos: por isso se constrói cedo, e quem só precisa disto não espera pelos outros. */
@NullMarked
package br.kafkanapratica.testes.base;

import org.jspecify.annotations.NullMarked;
