package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.AjusteContrario;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** O ajuste recusado pelo nome, sem o stack trace que o Spring Boot mostraria. */
final class AjusteRecusado extends AbstractFailureAnalyzer<AjusteContrario> {

    @Override
    protected FailureAnalysis analyze(Throwable raiz, AjusteContrario causa) {
        return new FailureAnalysis(String.valueOf(causa.getMessage()), saida(causa.nome()), causa);
    }

    private static String saida(String nome) {
        return nome.startsWith("spring.kafka.consumer.") || nome.startsWith("spring.kafka.producer.")
                ? "Se este ajuste é de @KafkaListener ou KafkaTemplate seus, diga etapa.so-conexao=true: as etapas só herdam o endereço, a segurança e spring.kafka.properties."
                : "";
    }
}
