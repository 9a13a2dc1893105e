package br.kafkanapratica.inicio;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** O que ninguém mais explica: sem isto, o Spring Boot mostraria um stack trace. */
@Order(Ordered.LOWEST_PRECEDENCE)
class OutraFalha implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable falha) {
        return new FailureAnalysis(
                "não consegui começar: %s.".formatted(Causas.raiz(falha)),
                "O stack trace sai com --logging.level.br.kafkanapratica=DEBUG.",
                falha);
    }
}
