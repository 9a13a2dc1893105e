/** Uma passagem de um aluno por um experimento, e o caderno em que ela fica. */
@NullMarked
package br.kafkanapratica.experimentos.estudo;

import org.jspecify.annotations.NullMarked;
