package br.kafkanapratica.saldo.api;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** 404: o tópico não tem este cliente, ou o último registro dele é uma remoção. */
final class ClienteNaoEncontrado extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    ClienteNaoEncontrado(String clienteId) {
        super(HttpStatus.NOT_FOUND, corpo(clienteId), null);
    }

    private static ProblemDetail corpo(String clienteId) {
        var problema = ProblemDetail.forStatus(HttpStatus.NOT_FOUND);
        problema.setProperty("error", "cliente não encontrado");
        problema.setProperty("cliente_id", clienteId);
        return problema;
    }
}
