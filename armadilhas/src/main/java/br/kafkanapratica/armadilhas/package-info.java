/**
 * Os programas errados. Cada um é uma classe só, funciona enquanto nada falha, e diz no seu comentário o que está errado; a lista
 * deles é {@link br.kafkanapratica.armadilhas.Armadilha}.
 */
@NullMarked
package br.kafkanapratica.armadilhas;

import org.jspecify.annotations.NullMarked;
