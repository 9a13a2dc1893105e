/**
 * O que um experimento é: a pergunta, o que fazer, o que tem de ser visto e por quê. Nada aqui fala com o Kafka: as verificações são
 * funções do que se viu ({@link br.kafkanapratica.experimentos.fatos.Fatos}).
 */
@NullMarked
package br.kafkanapratica.experimentos;

import org.jspecify.annotations.NullMarked;
