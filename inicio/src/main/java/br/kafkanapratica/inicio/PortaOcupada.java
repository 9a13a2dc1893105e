package br.kafkanapratica.inicio;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** A porta em que o programa responde é de outro. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortaOcupada extends AbstractFailureAnalyzer<PortInUseException> {

    private final String programa;

    PortaOcupada(Environment ajustes) {
        this.programa = ajustes.getProperty("spring.application.name", "programa");
    }

    @Override
    protected FailureAnalysis analyze(Throwable raiz, PortInUseException causa) {
        int porta = causa.getPort();
        return new FailureAnalysis(
                "a porta %d já está em uso (outro %s no ar?).".formatted(porta, programa),
                "Veja quem a usa com \"ss -ltnp | grep %1$d\" (macOS: lsof -i :%1$d), ou escolha outra em SERVER_PORT (0: qualquer uma livre); se foi o ambiente que a pediu sem querer: unset SERVER_PORT."
                        .formatted(porta),
                causa);
    }
}
