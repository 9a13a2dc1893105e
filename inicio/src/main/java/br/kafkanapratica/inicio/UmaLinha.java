package br.kafkanapratica.inicio;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** O relatório de fábrica tem dez linhas, e um título em inglês: {@code application.yml} o desliga. */
class UmaLinha implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(UmaLinha.class);

    @Override
    public void report(FailureAnalysis analise) {
        var acao = analise.getAction();
        var texto = acao == null || acao.isBlank() ? analise.getDescription() : analise.getDescription() + " " + acao;
        log.error("ERRO: {}", texto.strip().replaceAll("\\s+", " "));
        log.debug("não comecei", analise.getCause());
    }
}
