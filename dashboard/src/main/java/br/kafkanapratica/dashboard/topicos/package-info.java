/** O que há de errado em cada tópico, e o comando que conserta. */
@NullMarked
package br.kafkanapratica.dashboard.topicos;

import org.jspecify.annotations.NullMarked;
