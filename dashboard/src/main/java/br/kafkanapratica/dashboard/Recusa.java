package br.kafkanapratica.dashboard;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Um pedido que não se atende: o status, e a frase que a página mostra. */
public final class Recusa extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    public Recusa(HttpStatus status, String frase) {
        super(status, ProblemDetail.forStatusAndDetail(status, frase), null);
    }
}
