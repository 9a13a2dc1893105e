/** No Spring Boot: os logs que o programa pediu começam e acabam com ele, dizem como estão e se medem. */
@NullMarked
package br.kafkanapratica.estado.spring;

import org.jspecify.annotations.NullMarked;
