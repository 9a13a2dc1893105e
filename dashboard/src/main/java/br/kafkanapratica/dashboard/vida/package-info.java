/** O que se repete numa thread, e como se sabe que ela vive. */
@NullMarked
package br.kafkanapratica.dashboard.vida;

import org.jspecify.annotations.NullMarked;
