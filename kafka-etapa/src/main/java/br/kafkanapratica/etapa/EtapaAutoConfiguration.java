package br.kafkanapratica.etapa;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Dá {@link Etapas} a quem as pede. Não põe nenhum bean dos tipos do Spring Kafka, nem muda os do programa; sem nenhuma etapa
 * declarada, nada fala com o Kafka.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnBean(KafkaConnectionDetails.class)
@EnableConfigurationProperties(EtapaProperties.class)
class EtapaAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ComandosDoKafka comandosDoKafka(KafkaConnectionDetails conexao, EtapaProperties ritmo) {
        return ComandosDoKafka.deFabrica(ClientesDoSpringBoot.servidores(conexao, ritmo.soConexao()));
    }

    @Bean
    @ConditionalOnMissingBean
    Etapas etapas(
            @Value("${spring.application.name:etapa}") String programa,
            KafkaProperties ajustes,
            KafkaConnectionDetails conexao,
            ComandosDoKafka comandos,
            ObjectProvider<MeterRegistry> metricas,
            EtapaProperties ritmo,
            ApplicationContext contexto) {
        var registro = metricas.getIfAvailable(CompositeMeterRegistry::new); // sem nenhum, não se conta
        var clientes = new ClientesDoSpringBoot(ajustes, conexao, registro, programa, ritmo);
        return new Etapas(
                new Oficina(programa, clientes, comandos, registro, ritmo, contexto.getEnvironment(), contexto));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    @ConditionalOnBean(Etapa.class)
    static class Saude {

        @Bean
        @ConditionalOnEnabledHealthIndicator("etapas")
        SaudeDasEtapas etapasHealthIndicator(List<Etapa<?, ?>> etapas) {
            return new SaudeDasEtapas(etapas);
        }

        @Bean
        @ConditionalOnEnabledHealthIndicator("threadsDasEtapas")
        VidaDasEtapas threadsDasEtapasHealthIndicator(List<Etapa<?, ?>> etapas) {
            return new VidaDasEtapas(etapas);
        }
    }
}
