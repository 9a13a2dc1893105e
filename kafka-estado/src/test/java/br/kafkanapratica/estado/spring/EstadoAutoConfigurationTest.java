package br.kafkanapratica.estado.spring;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.chaves.EmMapa;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Nada além do que o programa pediu; e o que pediu, com os ajustes dos listeners dele em paz. */
class EstadoAutoConfigurationTest {

    @Configuration(proxyBeanMethods = false)
    static class Pede {
        @Bean
        LogSeguido<EmMapa<String>> nomes(LogsSeguidos logs) {
            return logs.segue("nomes", () -> new EmMapa<>((chave, valor) -> new String(valor)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TemOsSeus {
        @Bean
        LogsSeguidos logs() {
            return new LogsSeguidos(
                    Map.of("bootstrap.servers", "localhost:1"),
                    new EstadoProperties(Duration.ofSeconds(1), Duration.ofSeconds(60), Map.of(), Map.of()),
                    LogsSeguidos.conselhos());
        }

        @Bean
        SaudeDoLog<?> minhaSaude(LogSeguido<EmMapa<String>> log) {
            return new SaudeDoLog<>(log, estado -> Map.of());
        }
    }

    private final ApplicationContextRunner programa = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, EstadoAutoConfiguration.class))
            .withPropertyValues("spring.kafka.bootstrap-servers=localhost:1");

    @Test
    void quemNaoPedeNadaNaoGanhaThreadNemSaudeNemMetrica() {
        programa.run(contexto -> assertThat(contexto)
                .hasSingleBean(LogsSeguidos.class)
                .doesNotHaveBean(InicioDosLogs.class)
                .doesNotHaveBean(HealthContributor.class)
                .doesNotHaveBean(MeterBinder.class));
    }

    @Test
    void umInterruptorDesligaTudo() {
        programa.withPropertyValues("kafka.estado.enabled=false")
                .run(contexto -> assertThat(contexto)
                        .hasNotFailed()
                        .doesNotHaveBean(LogsSeguidos.class)
                        .doesNotHaveBean(EstadoProperties.class));
    }

    @Test
    void quemPedeGanhaInicioSaudeEMetricas() {
        programa.withUserConfiguration(Pede.class).run(contexto -> {
            LogSeguido<?> log = contexto.getBean(LogSeguido.class);
            assertThat(log.semVida()).as("a thread começou").isEmpty();
            assertThat(saude(contexto.getBean("logs", CompositeHealthContributor.class)))
                    .isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(saude(contexto.getBean("leitores", CompositeHealthContributor.class)))
                    .isEqualTo(Status.UP);
            var medidor = new SimpleMeterRegistry();
            contexto.getBean(MeterBinder.class).bindTo(medidor);
            assertThat(medidor.get("kafka.estado.chaves")
                            .tag("topico", "nomes")
                            .gauge()
                            .value())
                    .isNaN();
            contexto.close();
            assertThat(log.semVida()).as("e acabou com o programa").isPresent();
        });
    }

    @Test
    void osAjustesDosListenersNaoSaoDele_eOsDeleTemOSeuLugar() {
        var comListeners = programa.withUserConfiguration(Pede.class)
                .withPropertyValues(
                        "spring.kafka.consumer.group-id=dos-listeners",
                        "spring.kafka.consumer.auto-offset-reset=earliest");
        comListeners.run(contexto -> assertThat(contexto).hasNotFailed());
        comListeners
                .withPropertyValues("kafka.estado.cliente.auto.offset.reset=earliest")
                .run(contexto -> assertThat(contexto)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("kafka.estado.cliente.auto.offset.reset=earliest não pode ser")
                        .satisfies(falha -> assertThat(new RecusaDeAjuste().analyze(falha))
                                .isNotNull()
                                .satisfies(analise -> assertThat(analise.getDescription())
                                        .contains("kafka.estado.cliente.auto.offset.reset=earliest"))));
    }

    @Test
    void oQueOProgramaJaTemFica() {
        programa.withUserConfiguration(Pede.class, TemOsSeus.class)
                .run(contexto -> assertThat(contexto)
                        .hasSingleBean(LogsSeguidos.class)
                        .hasBean("minhaSaude")
                        .doesNotHaveBean("logsSeguidos")
                        .hasSingleBean(SaudeDoLog.class));
    }

    private static Status saude(CompositeHealthContributor saude) {
        var health = ((HealthIndicator) saude.getContributor("nomes")).health();
        return health == null ? Status.UNKNOWN : health.getStatus();
    }
}
