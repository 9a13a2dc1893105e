/** O que toda medição usa: um broker só dela, os números, a máquina. Não conhece nenhuma. */
@NullMarked
package br.kafkanapratica.benchmarks.bancada;

import org.jspecify.annotations.NullMarked;
