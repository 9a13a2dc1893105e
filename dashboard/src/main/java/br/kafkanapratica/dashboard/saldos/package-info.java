/** Escrever um saldo pela página. */
@NullMarked
package br.kafkanapratica.dashboard.saldos;

import org.jspecify.annotations.NullMarked;
