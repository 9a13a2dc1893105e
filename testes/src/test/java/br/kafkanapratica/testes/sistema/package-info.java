/** O sistema inteiro, com os jars e os scripts de verdade, como quem os usa os vê. */
@NullMarked
package br.kafkanapratica.testes.sistema;

import org.jspecify.annotations.NullMarked;
