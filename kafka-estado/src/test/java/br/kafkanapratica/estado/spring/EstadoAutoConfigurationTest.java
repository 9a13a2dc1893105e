package br.kafkanapratica.estado.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.estado.AjustesDaCopia;
import br.kafkanapratica.estado.AjustesDoLog;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Situacao;
import br.kafkanapratica.estado.chaves.EmMapa;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
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
                    AjustesDoLog.padrao(),
                    new EstadoProperties(true, Duration.ofSeconds(1), Duration.ofSeconds(60), Map.of(), Map.of()));
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
    void oTempoQueNaoServeERecusadoComONomeDele() {
        programa.withPropertyValues("kafka.estado.verificacao=0s")
                .run(contexto -> assertThat(contexto.getStartupFailure())
                        .hasStackTraceContaining("kafka.estado")
                        .hasStackTraceContaining("verificacao=PT0S não serve: escreva um tempo de 1 ms ou mais"));
    }

    /** Como os indicadores do próprio Spring Boot. */
    @Test
    void cadaIndicadorSePodeDesligar() {
        programa.withUserConfiguration(Pede.class)
                .withPropertyValues("kafka.estado.enabled=false", "management.health.logs.enabled=false")
                .run(contexto -> assertThat(contexto).doesNotHaveBean("logs").hasBean("leitores"));
    }

    /** O servidor web está na fase START_STOP_LIFECYCLE_PHASE do Spring Boot; começam por ordem, e param pela contrária. */
    @Test
    void osLogsComecamAntesDeQuemOsConsultaEParamDepois() {
        int daWeb = SmartLifecycle.DEFAULT_PHASE - 2 * 1024;
        programa.withUserConfiguration(Pede.class)
                .withPropertyValues("kafka.estado.enabled=false")
                .run(contexto -> assertThat(
                                contexto.getBean(InicioDosLogs.class).getPhase())
                        .isLessThan(daWeb));
    }

    /** Um estado que não se segue vê-se de fora: em memória ele continua bom. */
    @Test
    void asMetricasDizemSeHaEstadoESeOKafkaResponde() {
        var registro = new SimpleMeterRegistry();
        try (LogSeguido<EmMapa<String>> log = LogSeguido.de(
                "nomes",
                Map.of("bootstrap.servers", "localhost:1"),
                () -> new EmMapa<>((chave, valor) -> new String(valor)),
                AjustesDoLog.padrao()
                        .comVerificacao(Duration.ofMillis(50))
                        .comAdministracao(Map.of("default.api.timeout.ms", 500, "request.timeout.ms", 400)))) {
            new MetricasDoLog<>("nomes", Tags.empty(), log).bindTo(registro);
            assertThat(registro.get("nomes.atraso").gauge().value()).isNaN();
            assertThat(registro.get("nomes.pronto").gauge().value()).isZero();
            assertThat(registro.get("nomes.sem.verificacao").gauge().value()).isZero();
            assertThat(registro.get("nomes.sem.contato").timeGauge().value(TimeUnit.SECONDS))
                    .isZero();

            log.inicia();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> registro.get("nomes.sem.contato").timeGauge().value(TimeUnit.SECONDS) > 0);
        }
    }

    /** Quem pede o log continua a tê-lo, os grupos de saúde também, e o programa vive. */
    @Test
    void desligadoExisteENadaLe() {
        programa.withUserConfiguration(Pede.class)
                .withPropertyValues("kafka.estado.enabled=false")
                .run(contexto -> {
                    assertThat(contexto).hasNotFailed();
                    assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .doesNotContain("leitor-de-nomes");
                    assertThat(saude(contexto.getBean("logs", CompositeHealthContributor.class)))
                            .isEqualTo(Status.UNKNOWN);
                    assertThat(saude(contexto.getBean("leitores", CompositeHealthContributor.class)))
                            .isEqualTo(Status.UP);
                    assertThat(contexto.getBean(LogSeguido.class).situacao())
                            .isInstanceOfSatisfying(
                                    Situacao.Aguardando.class,
                                    parada -> assertThat(parada.motivo()).contains("kafka.estado.enabled=false"));
                });
    }

    /** Sem o Actuator e sem o Micrometer, o log começa e acaba com o programa do mesmo modo. */
    @ParameterizedTest
    @ValueSource(strings = {"org.springframework.boot.health", "io.micrometer"})
    void oQueOProgramaNaoTemNaoFazFalta(String ausente) {
        programa.withUserConfiguration(Pede.class)
                .withClassLoader(new FilteredClassLoader(ausente))
                .run(contexto -> assertThat(contexto).hasNotFailed().hasSingleBean(InicioDosLogs.class));
    }

    @Test
    void semOStarterDoKafkaDizOQuePorNasDependencias() {
        var semStarter = new FilteredClassLoader("org.springframework.boot.kafka", "org.springframework.kafka");
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(EstadoAutoConfiguration.class))
                .withUserConfiguration(Pede.class)
                .withClassLoader(semStarter)
                .run(contexto -> assertThat(analise(contexto, semStarter).getAction())
                        .contains("org.springframework.boot:spring-boot-starter-kafka"));
    }

    /** É o que vê um {@code @WebMvcTest}, e quem exclui a auto-configuração do Kafka. */
    @Test
    void semAConexaoOuSemAAutoConfiguracaoDizPorQue() {
        List.of(
                        new ApplicationContextRunner(),
                        new ApplicationContextRunner()
                                .withConfiguration(AutoConfigurations.of(EstadoAutoConfiguration.class)))
                .forEach(fatia -> fatia.withUserConfiguration(Pede.class)
                        .run(contexto -> assertThat(analise(contexto, getClass().getClassLoader())
                                        .getAction())
                                .contains("@WebMvcTest", "@Configuration à parte", "spring.autoconfigure.exclude")));
    }

    @Test
    void oQueFaltaAOutroNaoEDaqui() {
        assertThat(new FaltaAConexao().analyze(new NoSuchBeanDefinitionException(String.class)))
                .isNull();
    }

    private static FailureAnalysis analise(AssertableApplicationContext contexto, ClassLoader classes) {
        return Objects.requireNonNull(new FaltaAConexao(classes).analyze(contexto.getStartupFailure()));
    }

    @Test
    void oQueESoDeUmLogSeAcertaNele() {
        programa.run(contexto -> {
            var recebidos = new AtomicReference<AjustesDoLog>();
            try (var log = contexto.getBean(LogsSeguidos.class)
                    .segue("nomes", () -> new EmMapa<>((chave, valor) -> ""), ajustes -> {
                        recebidos.set(ajustes);
                        return ajustes.comCopia(AjustesDaCopia.em(Path.of("x")));
                    })) {
                fail("um estado que não se copia foi aceito: " + log.topico());
            } catch (IllegalArgumentException recusa) {
                assertThat(recusa).hasMessageContaining("Copiavel");
            }
            assertThat(recebidos.get().verificacao()).isEqualTo(Duration.ofSeconds(1));
        });
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
            var leitores = contexto.getBean("leitores", CompositeHealthContributor.class);
            contexto.close();
            assertThat(log.semVida()).as("e acabou com o programa").isPresent();
            assertThat(saude(leitores)).as("sem quem leia").isEqualTo(Status.DOWN);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class PedeOutra {
        @Bean
        LogSeguido<EmMapa<String>> outrosNomes(LogsSeguidos logs) {
            return logs.segue("nomes", () -> new EmMapa<>((chave, valor) -> ""));
        }
    }

    @Test
    void doisLogsDeUmTopicoMedemSeOsDois() {
        programa.withUserConfiguration(Pede.class, PedeOutra.class)
                .withPropertyValues("kafka.estado.enabled=false")
                .run(contexto -> {
                    var medidor = new SimpleMeterRegistry();
                    contexto.getBean(MeterBinder.class).bindTo(medidor);
                    assertThat(medidor.get("kafka.estado.pronto")
                                    .tag("topico", "nomes")
                                    .gauges())
                            .extracting(medida -> medida.getId().getTag("log"))
                            .containsExactlyInAnyOrder("nomes", "outrosNomes");
                });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void oTrechoAPularDeUmTopicoQueNinguemSegueEDito(CapturedOutput saida) {
        var comUm = programa.withUserConfiguration(Pede.class).withPropertyValues("kafka.estado.pular.nomes=0:1-2");
        comUm.run(contexto -> assertThat(saida).doesNotContain("que nenhum log daqui segue"));
        comUm.withPropertyValues("kafka.estado.pular.nomez=0:1-2")
                .run(contexto -> assertThat(saida)
                        .contains(
                                "kafka.estado.pular diz trechos de [nomez], que nenhum log daqui segue (são [nomes])"));
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
