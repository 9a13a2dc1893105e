/** Uma tabela de bytes para bytes, em poucos arrays grandes: não sabe o que é um saldo. */
@NullMarked
package br.kafkanapratica.saldo.estado.compacto;

import org.jspecify.annotations.NullMarked;
