package br.kafkanapratica.estado.spring;

import br.kafkanapratica.leitura.AjusteContrario;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** O programa que não começa por um ajuste recusado diz qual é, em vez de um stack trace. */
final class RecusaDeAjuste extends AbstractFailureAnalyzer<AjusteContrario> {

    @Override
    protected FailureAnalysis analyze(Throwable falha, AjusteContrario recusado) {
        return new FailureAnalysis(
                String.valueOf(recusado.getMessage()),
                "Ele vem da linha de comando, de uma variável de ambiente ou do application.yml."
                        + (String.valueOf(recusado.getMessage()).startsWith("spring.kafka.properties.")
                                ? " Se é dos seus listeners, o lugar é spring.kafka.consumer.properties, que não vale aqui."
                                : ""),
                falha);
    }
}
