package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.Conselhos;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Projecao;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Para quem declara beans {@link LogSeguido}: {@link LogsSeguidos}, que os faz, e para cada um o início e o fim com o programa, saúde
 * ({@code logs} para a readiness, {@code leitores} para a liveness) e métricas {@code kafka.estado.*}. Quem não declara nenhum não ganha
 * nada. Com {@code kafka.estado.enabled=false} os beans existem, para quem os pede, e nenhum log começa.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnClass(KafkaConnectionDetails.class)
@EnableConfigurationProperties({EstadoProperties.class, KafkaProperties.class})
class EstadoAutoConfiguration {

    @Bean
    @ConditionalOnBean(KafkaConnectionDetails.class)
    @ConditionalOnMissingBean
    LogsSeguidos logsSeguidos(
            KafkaProperties kafka,
            KafkaConnectionDetails onde,
            EstadoProperties ajustes,
            ObjectProvider<Conselhos> conselhos) {
        var conexao = new ConexaoDoSpringBoot(kafka, onde);
        return LogsSeguidos.de(conexao, ajustes, conselhos.getIfAvailable(() -> conexao.conselhos(ajustes.cliente())));
    }

    @Bean
    @ConditionalOnBean(LogSeguido.class)
    @ConditionalOnMissingBean
    InicioDosLogs inicioDosLogs(
            List<LogSeguido<?>> logs, ObjectProvider<LogsSeguidos> quemOsFez, EstadoProperties ajustes) {
        return new InicioDosLogs(logs, quemOsFez, ajustes.enabled());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthContributor.class)
    @ConditionalOnBean(LogSeguido.class)
    static class Saude {

        @Bean
        @ConditionalOnEnabledHealthIndicator("logs")
        @ConditionalOnMissingBean(value = SaudeDoLog.class, name = "logs")
        CompositeHealthContributor logs(Map<String, LogSeguido<?>> logs) {
            return CompositeHealthContributor.fromMap(logs, log -> saude(log));
        }

        @Bean
        @ConditionalOnEnabledHealthIndicator("leitores")
        @ConditionalOnMissingBean(value = VidaDoLog.class, name = "leitores")
        CompositeHealthContributor leitores(Map<String, LogSeguido<?>> logs) {
            return CompositeHealthContributor.fromMap(logs, VidaDoLog::new);
        }

        private static <P extends Projecao> SaudeDoLog<P> saude(LogSeguido<P> log) {
            return new SaudeDoLog<>(
                    log,
                    estado -> estado instanceof UltimoPorChave<?> chaves
                            ? Map.of("chaves", chaves.totalDeValidos(), "malformadas", chaves.totalDeMalformados())
                            : Map.of());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    @ConditionalOnBean(LogSeguido.class)
    static class Metricas {

        @Bean
        @ConditionalOnMissingBean(value = MetricasDoLog.class, name = "metricasDosLogs")
        MeterBinder metricasDosLogs(Map<String, LogSeguido<?>> logs) {
            return registro -> logs.forEach((nome, log) -> metricas(nome, log).bindTo(registro));
        }

        /** Dois logs podem ser do mesmo tópico: o nome do bean, como na saúde, os distingue. */
        private static <P extends Projecao> MetricasDoLog<P> metricas(String nome, LogSeguido<P> log) {
            return new MetricasDoLog<>("kafka.estado", Tags.of("log", nome, "topico", log.topico()), log)
                    .com("chaves", "Chaves com valor", estado -> chaves(estado, UltimoPorChave::totalDeValidos))
                    .com(
                            "malformadas",
                            "Chaves com o último registro malformado",
                            estado -> chaves(estado, UltimoPorChave::totalDeMalformados))
                    .com(
                            "em.varias.particoes",
                            "Chaves com registros em mais de uma partição (produtores com particionadores diferentes?)",
                            estado -> chaves(estado, UltimoPorChave::totalEmVariasParticoes));
        }

        private static double chaves(Projecao estado, ToIntFunction<UltimoPorChave<?>> quantas) {
            return estado instanceof UltimoPorChave<?> chaves ? quantas.applyAsInt(chaves) : Double.NaN;
        }
    }
}
