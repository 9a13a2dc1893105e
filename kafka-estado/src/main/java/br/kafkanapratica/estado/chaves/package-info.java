/** O último registro de cada chave: o que ele é, e as duas maneiras de o guardar. A que se lê primeiro é {@link br.kafkanapratica.estado.chaves.EmMapa}. */
@NullMarked
package br.kafkanapratica.estado.chaves;

import org.jspecify.annotations.NullMarked;
