/** O que as três etapas do pipeline fazem do mesmo jeito: ler, decidir, gravar resultado e offset numa transação só. */
@NullMarked
package br.kafkanapratica.comum;

import org.jspecify.annotations.NullMarked;
