/** Por que um programa não começou: uma linha em português, com o conserto; o Spring Boot diria o mesmo em vinte, em inglês. */
@NullMarked
package br.kafkanapratica.inicio;

import org.jspecify.annotations.NullMarked;
