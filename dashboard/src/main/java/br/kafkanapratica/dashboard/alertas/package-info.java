/** O que se vê de errado, de cada lado de que se olha, dito a quem está na sala. */
@NullMarked
package br.kafkanapratica.dashboard.alertas;

import org.jspecify.annotations.NullMarked;
