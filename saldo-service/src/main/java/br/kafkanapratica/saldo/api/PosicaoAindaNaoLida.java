package br.kafkanapratica.saldo.api;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** 503: a espera de {@code ?posicao=} acabou antes de o estado incluir o registro. */
final class PosicaoAindaNaoLida extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    PosicaoAindaNaoLida(Posicao posicao) {
        super(HttpStatus.SERVICE_UNAVAILABLE, corpo(posicao), null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
    }

    private static ProblemDetail corpo(Posicao posicao) {
        var problema = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "O estado ainda não inclui o registro pedido.");
        problema.setProperty("posicao", posicao.toString());
        return problema;
    }
}
