/** O que as três etapas do pipeline fazem do mesmo jeito: ler, decidir, gravar resultado e offset numa transação só. */
@NullMarked
package br.kafkanapratica.etapa;

import org.jspecify.annotations.NullMarked;
