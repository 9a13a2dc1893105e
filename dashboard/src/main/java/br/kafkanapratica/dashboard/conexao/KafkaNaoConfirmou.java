package br.kafkanapratica.dashboard.conexao;

/** O Kafka não respondeu ou não aceitou; o que se pediu pode ter sido feito ou não. A quem o pediu se responde 503. */
public final class KafkaNaoConfirmou extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KafkaNaoConfirmou(Throwable causa) {
        super(causa);
    }
}
