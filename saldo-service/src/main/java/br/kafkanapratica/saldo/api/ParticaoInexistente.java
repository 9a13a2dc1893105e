package br.kafkanapratica.saldo.api;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** 400: {@code ?posicao=} de uma partição que o tópico não tem: não adianta esperar. */
final class ParticaoInexistente extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    ParticaoInexistente(Posicao posicao, String topico, int particoes) {
        super(HttpStatus.BAD_REQUEST, corpo(posicao, topico, particoes), null);
    }

    private static ProblemDetail corpo(Posicao posicao, String topico, int particoes) {
        var problema = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "A partição %d não existe: o tópico %s tem %s."
                        .formatted(
                                posicao.particao(),
                                topico,
                                particoes == 1 ? "só a partição 0" : "as partições 0 a " + (particoes - 1)));
        problema.setProperty("posicao", posicao.toString());
        return problema;
    }
}
