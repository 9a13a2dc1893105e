/** Saúde e métricas. */
@NullMarked
package br.kafkanapratica.saldo.operacao;

import org.jspecify.annotations.NullMarked;
