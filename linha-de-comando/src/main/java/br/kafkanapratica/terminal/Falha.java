package br.kafkanapratica.terminal;

/** O que se pediu não deu certo; a mensagem é para quem usa o programa: diz por que e o que fazer. */
public abstract class Falha extends Exception {
    private static final long serialVersionUID = 1L;

    protected Falha(String mensagem) {
        super(mensagem);
    }
}
