package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Falha;

/** O que a pessoa escreveu não serve; a mensagem diz por que e como escrever. */
final class EntradaInvalida extends Falha {
    private static final long serialVersionUID = 1L;

    EntradaInvalida(String mensagem) {
        super(mensagem);
    }
}
