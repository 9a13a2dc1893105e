package br.kafkanapratica.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.io.ClassPathResource;

/**
 * Como as etapas falam com o Kafka: o próprio {@code etapa.yml}, interpretado pelo mesmo código do Spring Boot. Quando ele
 * muda, a régua muda junto.
 */
final class AjustesDasEtapas {

    private static final KafkaProperties KAFKA = le();

    private AjustesDasEtapas() {}

    static Map<String, Object> consumidor(String servidores) {
        return com(servidores, KAFKA.buildConsumerProperties());
    }

    static Map<String, Object> produtor(String servidores) {
        return com(servidores, KAFKA.buildProducerProperties());
    }

    private static Map<String, Object> com(String servidores, Map<String, Object> ajustes) {
        ajustes.put("bootstrap.servers", servidores);
        return ajustes;
    }

    private static KafkaProperties le() {
        try {
            var yml = new YamlPropertySourceLoader().load("etapa", new ClassPathResource("etapa.yml"));
            return new Binder(ConfigurationPropertySources.from(yml))
                    .bind("spring.kafka", KafkaProperties.class)
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
