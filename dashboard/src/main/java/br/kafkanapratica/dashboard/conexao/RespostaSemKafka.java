package br.kafkanapratica.dashboard.conexao;

import br.kafkanapratica.dashboard.ComandosDaPagina;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** O que se responde a quem pediu algo que o Kafka não confirmou. */
@RestControllerAdvice
class RespostaSemKafka {

    private final Administracao administracao;
    private final ComandosDaPagina comandos;

    RespostaSemKafka(Administracao administracao, ComandosDaPagina comandos) {
        this.administracao = administracao;
        this.comandos = comandos;
    }

    /** Um Kafka que responde não se sobe: o que lhe falta é outra coisa. */
    @ExceptionHandler
    ProblemDetail naoConfirmou(KafkaNaoConfirmou falha) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                administracao.responde()
                        ? "O Kafka responde, mas não confirmou isto (%s). Se lhe falta um broker ou um tópico, a visão Tópicos diz qual, e o comando."
                                .formatted(Administracao.causa(falha))
                        : "O Kafka não confirmou. Talvez esteja fora do ar. " + comandos.semKafka());
    }
}
