/** O que os testes de vários módulos usam: um Kafka de verdade, que se pode parar, matar e trazer de volta. */
@NullMarked
package br.kafkanapratica.testes;

import org.jspecify.annotations.NullMarked;
