/** O log de contas por dentro, offset a offset. */
@NullMarked
package br.kafkanapratica.dashboard.compactacao;

import org.jspecify.annotations.NullMarked;
