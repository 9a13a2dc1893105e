/** Ler um tópico sem que nada do que esteja nele derrube, encha ou cale quem lê. */
@NullMarked
package br.kafkanapratica.leitura;

import org.jspecify.annotations.NullMarked;
