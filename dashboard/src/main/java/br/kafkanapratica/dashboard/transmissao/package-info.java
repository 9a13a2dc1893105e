/** Memória → server-sent events: o mesmo quadro para todas as páginas abertas. */
@NullMarked
package br.kafkanapratica.dashboard.transmissao;

import org.jspecify.annotations.NullMarked;
