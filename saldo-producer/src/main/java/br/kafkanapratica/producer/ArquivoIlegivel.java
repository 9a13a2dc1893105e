package br.kafkanapratica.producer;

import br.kafkanapratica.terminal.Falha;

/** O arquivo não existe, não se deixa ler, ou não é um CSV de saldos: nenhuma linha dele vale. */
final class ArquivoIlegivel extends Falha {
    private static final long serialVersionUID = 1L;

    ArquivoIlegivel(String mensagem) {
        super(mensagem);
    }
}
