/** Uma etapa exactly-once: ler, decidir, gravar resultado e offset numa transação só. Começa-se por {@link br.kafkanapratica.etapa.Etapas}. */
@NullMarked
package br.kafkanapratica.etapa;

import org.jspecify.annotations.NullMarked;
