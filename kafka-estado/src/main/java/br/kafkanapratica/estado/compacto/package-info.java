/** O estado em poucos arrays grandes de bytes. Só velocidade e memória: o que ele significa está em {@link br.kafkanapratica.estado.chaves}. */
@NullMarked
package br.kafkanapratica.estado.compacto;

import org.jspecify.annotations.NullMarked;
