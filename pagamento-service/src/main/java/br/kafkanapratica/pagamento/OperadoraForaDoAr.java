package br.kafkanapratica.pagamento;

/** Uma falha que pode passar: vale tentar de novo. */
final class OperadoraForaDoAr extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OperadoraForaDoAr() {
        super("a operadora do cartão não respondeu");
    }
}
