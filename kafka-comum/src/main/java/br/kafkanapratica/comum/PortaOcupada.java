package br.kafkanapratica.comum;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** O que o Spring Boot diz em inglês quando a porta está ocupada, em português e com o que fazer. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortaOcupada extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable raiz, PortInUseException causa) {
        int porta = causa.getPort();
        return new FailureAnalysis(
                "ERRO: a porta %d já está em uso, e foi pedida por SERVER_PORT ou server.port.".formatted(porta),
                "Tire esse ajuste (unset SERVER_PORT): uma etapa escolhe sozinha uma porta livre. Ou veja quem usa a %1$d com \"ss -ltnp | grep %1$d\" (macOS: lsof -i :%1$d)."
                        .formatted(porta),
                causa);
    }
}
