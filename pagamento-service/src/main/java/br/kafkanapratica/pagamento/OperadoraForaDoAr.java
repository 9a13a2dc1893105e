package br.kafkanapratica.pagamento;

/** Uma falha que pode passar: vale tentar de novo. */
final class OperadoraForaDoAr extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Sem stack trace: é uma resposta esperada, e não um defeito que se procure. */
    OperadoraForaDoAr() {
        super("a operadora do cartão não respondeu", null, false, false);
    }
}
