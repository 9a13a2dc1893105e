package br.kafkanapratica.estado.copia;

/** A cópia não se usa; a mensagem diz por quê. */
public final class CopiaRecusada extends Exception {

    private static final long serialVersionUID = 1L;

    public CopiaRecusada(String motivo) {
        super(motivo);
    }
}
