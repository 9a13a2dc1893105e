/** O que se viu desde que o experimento começou, e quem o colhe. */
@NullMarked
package br.kafkanapratica.experimentos.fatos;

import org.jspecify.annotations.NullMarked;
