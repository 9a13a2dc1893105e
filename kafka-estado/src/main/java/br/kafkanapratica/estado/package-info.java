/** O estado de um tópico: reconstruído do log, seguido ao vivo. Comece por {@link br.kafkanapratica.estado.LogSeguido}. */
@NullMarked
package br.kafkanapratica.estado;

import org.jspecify.annotations.NullMarked;
