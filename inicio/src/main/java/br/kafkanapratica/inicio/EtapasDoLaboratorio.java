package br.kafkanapratica.inicio;

import br.kafkanapratica.etapa.ComandosDoKafka;
import br.kafkanapratica.etapa.Etapa;
import br.kafkanapratica.etapa.Etapas;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/** O que os três serviços que são etapas dizem a seu modo, e a biblioteca não sabe: os comandos daqui, e onde se vê a saúde. */
@AutoConfiguration(
        beforeName = "br.kafkanapratica.etapa.EtapaAutoConfiguration",
        afterName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnClass(Etapas.class)
@ConditionalOnBean(Etapa.class)
class EtapasDoLaboratorio {

    private static final Logger log = LoggerFactory.getLogger(EtapasDoLaboratorio.class);

    @Bean
    ComandosDoKafka comandosDoLaboratorio(KafkaConnectionDetails conexao) {
        return new ComandosDoLaboratorio(String.join(",", conexao.getBootstrapServers()));
    }

    /** A porta é sorteada: quem quer a saúde ou as métricas precisa saber qual é; o PID serve aos testes de fogo. */
    @Bean
    ApplicationListener<WebServerInitializedEvent> avisoDeInicio(
            @Value("${spring.application.name}") String programa,
            @Value("${management.server.port:}") String doActuator,
            @Value("${server.port:}") String daApi) {
        // Noutra porta, o actuator tem um servidor seu, que também se anuncia; o outro não o serve.
        boolean outra = doActuator.equals("0") || doActuator.matches("\\d+") && !doActuator.equals(daApi);
        var qual = outra ? "management" : null;
        return evento -> {
            if (Objects.equals(evento.getApplicationContext().getServerNamespace(), qual)) {
                log.info(
                        "[{}] No ar. Saúde e métricas: http://localhost:{}/actuator (PID {})",
                        programa.replace("-service", "").toUpperCase(Locale.ROOT),
                        evento.getWebServer().getPort(),
                        ProcessHandle.current().pid());
            }
        };
    }
}
