package br.kafkanapratica.dashboard;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** O que o Spring Boot diz em inglês quando a porta está ocupada, em português e com o comando. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortaOcupada extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable raiz, PortInUseException causa) {
        int porta = causa.getPort();
        return new FailureAnalysis(
                "ERRO: a porta %d já está em uso (outro dashboard no ar?).".formatted(porta),
                "Veja quem a usa com \"ss -ltnp | grep %1$d\" (macOS: lsof -i :%1$d), ou escolha outra em SERVER_PORT."
                        .formatted(porta),
                causa);
    }
}
