package br.kafkanapratica.dashboard.cluster;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** 503: o Kafka não respondeu ou não aceitou; o que se pediu pode ter sido feito ou não. */
public final class KafkaNaoConfirmou extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    public KafkaNaoConfirmou(Throwable causa) {
        super(
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "O Kafka não confirmou. Se ele está fora do ar, suba-o com ./start.sh"),
                causa);
    }
}
