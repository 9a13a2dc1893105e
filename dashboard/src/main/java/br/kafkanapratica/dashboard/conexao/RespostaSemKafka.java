package br.kafkanapratica.dashboard.conexao;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** O que se responde a quem pediu algo que o Kafka não confirmou. */
@RestControllerAdvice
class RespostaSemKafka {

    private final ComandosDaPagina comandos;

    RespostaSemKafka(ComandosDaPagina comandos) {
        this.comandos = comandos;
    }

    @ExceptionHandler
    ProblemDetail naoConfirmou(KafkaNaoConfirmou falha) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "O Kafka não confirmou. Talvez esteja fora do ar. " + comandos.semKafka());
    }
}
