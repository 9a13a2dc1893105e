package br.kafkanapratica.etapa;

/** Um registro que nunca poderá ser processado; a mensagem é a causa, em português, para quem vai consertá-lo. */
public final class RegistroInvalido extends Exception {

    private static final long serialVersionUID = 1L;

    /** Sem stack trace: num tópico cheio de lixo, é uma por registro. */
    public RegistroInvalido(String causa) {
        super(causa, null, false, false);
    }
}
