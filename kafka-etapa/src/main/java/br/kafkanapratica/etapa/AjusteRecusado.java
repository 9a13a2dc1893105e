package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.AjusteContrario;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** O ajuste recusado pelo nome, sem o stack trace que o Spring Boot mostraria. */
final class AjusteRecusado extends AbstractFailureAnalyzer<AjusteContrario> {

    @Override
    protected FailureAnalysis analyze(Throwable raiz, AjusteContrario causa) {
        return new FailureAnalysis(String.valueOf(causa.getMessage()), "", causa);
    }
}
