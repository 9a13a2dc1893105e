/** A trilha Saldos. */
@NullMarked
package br.kafkanapratica.experimentos.curso.saldos;

import org.jspecify.annotations.NullMarked;
