package br.kafkanapratica.experimentos.controle;

/** O que se pediu não é um pedido; a mensagem, uma frase, diz o que seria. */
public final class PedidoInvalido extends Exception {

    private static final long serialVersionUID = 1L;

    PedidoInvalido(String frase) {
        super(frase);
    }

    /** A mensagem. */
    public String frase() {
        return String.valueOf(getMessage());
    }
}
