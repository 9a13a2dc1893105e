package br.kafkanapratica.saldo.api;

import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Todo erro, nosso ou do Spring MVC, sai como problem+json (RFC 9457). */
@RestControllerAdvice
class TratamentoDeErros extends ResponseEntityExceptionHandler {}
