/** Os experimentos, na ordem do curso. */
@NullMarked
package br.kafkanapratica.experimentos.curso;

import org.jspecify.annotations.NullMarked;
