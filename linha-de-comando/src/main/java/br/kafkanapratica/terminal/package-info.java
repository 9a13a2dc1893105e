/** O que os programas de linha de comando que escrevem no Kafka têm em comum; nada aqui sabe o que eles escrevem. */
@NullMarked
package br.kafkanapratica.terminal;

import org.jspecify.annotations.NullMarked;
