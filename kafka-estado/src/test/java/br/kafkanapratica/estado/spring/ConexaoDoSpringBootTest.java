package br.kafkanapratica.estado.spring;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.estado.AjustesDoLog;
import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.leitura.AjusteContrario;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

/** O consumidor e o Admin entram no Kafka como o Spring Boot faria entrar os seus, e com clientes de verdade, que recusam o que falta. */
class ConexaoDoSpringBootTest {

    private static final SslBundle BUNDLE = SslBundle.of(SslStoreBundle.NONE);

    private final ApplicationContextRunner programa = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class, KafkaAutoConfiguration.class, EstadoAutoConfiguration.class))
            .withBean(SslBundleRegistrar.class, () -> bundles -> bundles.registerBundle("meu", BUNDLE))
            .withPropertyValues("spring.kafka.bootstrap-servers=localhost:1");

    @Test
    void oBundleDeTodosChegaAosDois() {
        programa.withPropertyValues("spring.kafka.ssl.bundle=meu", "spring.kafka.security.protocol=SSL")
                .run(clientes((consumidor, admin) -> {
                    assertThat(consumidor).containsEntry("security.protocol", "SSL");
                    assertThat(List.of(consumidor, admin)).allSatisfy(configuracao -> {
                        assertThat(configuracao).containsEntry(SslBundle.class.getName(), BUNDLE);
                        var cifra = new SslBundleSslEngineFactory();
                        cifra.configure(configuracao);
                        assertThat(cifra.createClientSslEngine("localhost", 9093, "https")
                                        .getUseClientMode())
                                .isTrue();
                    });
                }));
    }

    /** É o de que o {@code MotivoTest} faz o argumento e a variável que o Spring Boot lê. */
    @Test
    void osTrechosAPularSaoUmaPropriedadeDaqui() {
        programa.run(contexto -> assertThat(new ConexaoDoSpringBoot(
                                contexto.getBean(KafkaProperties.class), contexto.getBean(KafkaConnectionDetails.class))
                        .conselhos(Map.of())
                        .ajusteDosPulos("contas"))
                .isEqualTo("kafka.estado.pular.contas"));
    }

    @Test
    void oDosListenersNaoEDele_eODoAdminESoDoAdmin() {
        programa.withPropertyValues(
                        "spring.kafka.consumer.ssl.bundle=meu",
                        "spring.kafka.consumer.security.protocol=SSL",
                        "spring.kafka.admin.ssl.bundle=meu",
                        "spring.kafka.admin.security.protocol=SSL",
                        "spring.kafka.admin.properties.sasl.jaas.config=exemplo.Admin required;")
                .run(clientes((consumidor, admin) -> {
                    assertThat(consumidor)
                            .doesNotContainKeys(SslBundle.class.getName(), "security.protocol", "sasl.jaas.config");
                    assertThat(admin)
                            .containsEntry(SslBundle.class.getName(), BUNDLE)
                            .containsEntry("security.protocol", "SSL")
                            .containsEntry("sasl.jaas.config", "exemplo.Admin required;");
                }));
    }

    /** Um ajuste do Admin com o mesmo nome não tira o de todos ao consumidor. */
    @Test
    void oDeTodosPassaInteiro_conhecaOKafkaONomeOuNao() {
        var jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"p\";";
        programa.withPropertyValues(
                        "spring.kafka.client-id=meu-programa",
                        "spring.kafka.properties.security.protocol=SASL_PLAINTEXT",
                        "spring.kafka.properties.sasl.mechanism=PLAIN",
                        "spring.kafka.properties.sasl.jaas.config=" + jaas.formatted("todos"),
                        "spring.kafka.admin.properties.sasl.jaas.config=" + jaas.formatted("admin"),
                        "spring.kafka.properties.client.rack=a",
                        "spring.kafka.properties.request.timeout.ms=7000",
                        "spring.kafka.admin.properties.request.timeout.ms=2000",
                        "spring.kafka.properties.exemplo.cofre=c")
                .run(clientes((consumidor, admin) -> {
                    assertThat(consumidor)
                            .containsEntry("client.id", "meu-programa")
                            .containsEntry("security.protocol", "SASL_PLAINTEXT")
                            .containsEntry("sasl.jaas.config", jaas.formatted("todos"))
                            .containsEntry("client.rack", "a")
                            .containsEntry("request.timeout.ms", "7000")
                            .containsEntry("exemplo.cofre", "c");
                    assertThat(admin)
                            .containsEntry("sasl.jaas.config", jaas.formatted("admin"))
                            .containsEntry("request.timeout.ms", "2000")
                            .containsEntry("exemplo.cofre", "c");
                }));
    }

    /** Ou leria de um Kafka e perguntaria pelo tópico a outro. */
    @Test
    void oQueSeDizSoDosLogsValeParaOsDois() {
        programa.withPropertyValues(
                        "kafka.estado.cliente.bootstrap.servers=localhost:2",
                        "kafka.estado.cliente.security.protocol=PLAINTEXT",
                        "spring.kafka.security.protocol=SSL")
                .run(clientes((consumidor, admin) -> assertThat(List.of(consumidor, admin))
                        .allSatisfy(configuracao -> assertThat(configuracao)
                                .containsEntry("bootstrap.servers", "localhost:2")
                                .containsEntry("security.protocol", "PLAINTEXT"))));
    }

    /** Como a dos Testcontainers, que só se sabe depois de o broker subir. */
    @Test
    void aConexaoQueOutroDaValeMais() {
        programa.withBean(KafkaConnectionDetails.class, () -> new KafkaConnectionDetails() {
                    @Override
                    public List<String> getBootstrapServers() {
                        return List.of("localhost:3");
                    }

                    @Override
                    public SslBundle getSslBundle() {
                        return BUNDLE;
                    }

                    @Override
                    public String getSecurityProtocol() {
                        return "SSL";
                    }
                })
                .run(clientes((consumidor, admin) -> assertThat(List.of(consumidor, admin))
                        .allSatisfy(configuracao -> assertThat(configuracao)
                                .containsEntry("bootstrap.servers", List.of("localhost:3"))
                                .containsEntry("security.protocol", "SSL")
                                .containsEntry(SslBundle.class.getName(), BUNDLE))));
    }

    @Test
    void eOQueElaNaoDizENoSpringBootSeDisseFica() {
        programa.withBean(KafkaConnectionDetails.class, () -> () -> List.of("localhost:3"))
                .withPropertyValues("spring.kafka.security.protocol=SSL")
                .run(clientes((consumidor, admin) -> assertThat(List.of(consumidor, admin))
                        .allSatisfy(configuracao -> assertThat(configuracao)
                                .containsEntry("bootstrap.servers", List.of("localhost:3"))
                                .containsEntry("security.protocol", "SSL"))));
    }

    /** O que é de todos e aqui não pode ser é recusado com o nome em que se escreveu; o daqui, posto ao contrário, resolve. */
    @Test
    void oDeTodosQueDesfariaUmaGarantiaERecusadoComONomeDele() {
        var comum = programa.withUserConfiguration(EstadoAutoConfigurationTest.Pede.class)
                .withPropertyValues("spring.kafka.properties.interceptor.classes=exemplo.Espia");
        comum.run(contexto -> {
            assertThat(contexto)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(AjusteContrario.class)
                    .hasMessageContaining("spring.kafka.properties.interceptor.classes=exemplo.Espia não pode ser");
            assertThat(new RecusaDeAjuste().analyze(contexto.getStartupFailure()))
                    .isNotNull()
                    .extracting(FailureAnalysis::getAction)
                    .asString()
                    .contains("spring.kafka.consumer.properties");
        });
        comum.withPropertyValues("kafka.estado.cliente.interceptor.classes=")
                .run(contexto -> assertThat(contexto).hasNotFailed());
    }

    private interface Olha {
        void olha(Map<String, Object> consumidor, Map<String, Object> admin);
    }

    /** Com a configuração de cada um se faz o cliente do Kafka, que a confere. */
    private static ContextConsumer<AssertableApplicationContext> clientes(Olha teste) {
        return contexto -> {
            var logs = contexto.getBean(LogsSeguidos.class);
            var ajustes = new AtomicReference<AjustesDoLog>();
            logs.segue("nomes", () -> new EmMapa<>((chave, valor) -> ""), estes -> {
                ajustes.set(estes);
                return estes;
            });
            var consumidor = new HashMap<>(logs.cliente());
            new KafkaConsumer<>(consumidor, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .close(CloseOptions.timeout(Duration.ZERO));
            var admin = new HashMap<String, Object>(logs.cliente());
            admin.putAll(ajustes.get().administracao());
            Admin.create(admin).close(Duration.ZERO);
            teste.olha(consumidor, admin);
        };
    }
}
