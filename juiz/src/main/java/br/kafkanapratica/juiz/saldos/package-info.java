/** Julga as respostas de quem diz os saldos. */
@NullMarked
package br.kafkanapratica.juiz.saldos;

import org.jspecify.annotations.NullMarked;
