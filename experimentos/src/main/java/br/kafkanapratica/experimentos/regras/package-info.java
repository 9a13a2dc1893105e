/** O que várias verificações têm em comum: funções puras do que se viu. */
@NullMarked
package br.kafkanapratica.experimentos.regras;

import org.jspecify.annotations.NullMarked;
