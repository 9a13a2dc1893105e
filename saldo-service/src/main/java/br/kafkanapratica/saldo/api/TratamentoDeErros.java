package br.kafkanapratica.saldo.api;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Todo erro, nosso ou do Spring MVC, sai como problem+json (RFC 9457). */
@RestControllerAdvice
class TratamentoDeErros extends ResponseEntityExceptionHandler {

    /** O Tomcat só decodifica os parâmetros quando alguém os lê: o erro é de quem pediu, não nosso. */
    @ExceptionHandler
    ProblemDetail parametroIlegivel(InvalidParameterException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "Um parâmetro não está bem codificado (%XX).");
    }
}
