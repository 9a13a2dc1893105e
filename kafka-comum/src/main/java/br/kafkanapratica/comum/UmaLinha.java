package br.kafkanapratica.comum;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Por que o programa não começou, numa linha do log: o relatório de fábrica tem dez, e um título em inglês. */
class UmaLinha implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(UmaLinha.class);

    @Override
    public void report(FailureAnalysis analise) {
        log.error("{} {}", analise.getDescription(), analise.getAction() == null ? "" : analise.getAction());
        log.debug("não comecei", analise.getCause());
    }
}
