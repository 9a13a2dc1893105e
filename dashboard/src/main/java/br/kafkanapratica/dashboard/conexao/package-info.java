/** O acesso ao Kafka: administrar, escrever, e o que se responde quando ele não confirma. */
@NullMarked
package br.kafkanapratica.dashboard.conexao;

import org.jspecify.annotations.NullMarked;
