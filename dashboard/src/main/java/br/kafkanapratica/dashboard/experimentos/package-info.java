/** O curso na página: o que se prevê, o que se faz, o que se viu. */
@NullMarked
package br.kafkanapratica.dashboard.experimentos;

import org.jspecify.annotations.NullMarked;
