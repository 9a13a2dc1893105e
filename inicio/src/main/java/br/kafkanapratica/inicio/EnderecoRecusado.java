package br.kafkanapratica.inicio;

import java.net.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** O sistema não deixa responder ali, e não porque outro já responda ({@link PortaOcupada}). */
class EnderecoRecusado extends AbstractFailureAnalyzer<BindException> {

    private final Environment ajustes;

    EnderecoRecusado(Environment ajustes) {
        this.ajustes = ajustes;
    }

    @Override
    protected FailureAnalysis analyze(Throwable raiz, BindException causa) {
        return new FailureAnalysis(
                "o sistema não me deixa responder em %s:%s (%s)."
                        .formatted(
                                ajustes.getProperty("server.address", "localhost"),
                                ajustes.getProperty("server.port", "8080"),
                                causa.getMessage()),
                "Uma porta abaixo de 1024 é de quem administra a máquina, e o endereço tem de ser dela: escolha outros em SERVER_PORT e SERVER_ADDRESS.",
                causa);
    }
}
