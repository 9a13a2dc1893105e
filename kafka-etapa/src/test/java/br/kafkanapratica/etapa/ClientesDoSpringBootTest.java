package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** O que chega aos clientes das etapas do que se diz em {@code spring.kafka}. Sem Kafka. */
class ClientesDoSpringBootTest {

    private static final String ENTRE_POLLS = "max.poll.interval.ms";

    private final ApplicationContextRunner programa = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class, KafkaAutoConfiguration.class, EtapaAutoConfiguration.class));

    /** O cliente não se faz se um prazo explícito é menor que os que ele contém: a etapa não começaria nunca. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.kafka.properties.request.timeout.ms=30000",
                "spring.kafka.producer.properties.request.timeout.ms=30000",
                "spring.kafka.producer.properties.linger.ms=4000",
                "spring.kafka.properties.default.api.timeout.ms=1500",
                "spring.kafka.producer.properties.delivery.timeout.ms=2000",
            })
    void umPrazoPedidoNaoContradizOsDaBiblioteca(String ajuste) {
        com(
                clientes -> {
                    assertThatCode(() -> clientes.admin().close(Duration.ofMillis(1)))
                            .doesNotThrowAnyException();
                    assertThatCode(() -> new KafkaProducer<>(doProdutor(clientes)).close(Duration.ZERO))
                            .doesNotThrowAnyException();
                },
                ajuste);
    }

    @Test
    void semNenhumPedidoOsPrazosSaoOsDaBiblioteca() {
        com(clientes -> assertThat(doProdutor(clientes))
                .containsEntry("delivery.timeout.ms", "5000")
                .containsEntry("request.timeout.ms", "3000"));
    }

    /** Passados 7 dias sem transações, o broker esquece o transactional.id. */
    @Test
    void oProdutorRenovaSeAntesDeOBrokerOEsquecer() {
        com(clientes -> assertThat(clientes.produtores(produtor -> produtor))
                .extracting("maxAge")
                .isEqualTo(Duration.ofDays(1).toMillis()));
    }

    @Test
    void oPrazoQueNaoFoiPedidoSoCresceOQueFalta() {
        com(
                clientes -> assertThat(doProdutor(clientes))
                        .containsEntry("delivery.timeout.ms", "30005")
                        .containsEntry("request.timeout.ms", "30000"),
                "spring.kafka.properties.request.timeout.ms=30000");
    }

    @Test
    void comSoConexaoOEnderecoEASegurancaSaoOsDeTodos() {
        com(
                clientes -> assertThat(List.of(doConsumidor(clientes), doProdutor(clientes)))
                        .allSatisfy(configuracao -> assertThat(configuracao)
                                .containsEntry("bootstrap.servers", List.of("kafka:9094"))
                                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                                .doesNotContainKey("ssl.engine.factory.class")),
                "etapa.so-conexao=true",
                "spring.kafka.bootstrap-servers=kafka:9094",
                "spring.kafka.security.protocol=SASL_PLAINTEXT",
                "spring.ssl.bundle.pem.outro.options.enabled-protocols=TLSv1.3",
                "spring.kafka.consumer.bootstrap-servers=outro:9092",
                "spring.kafka.consumer.security.protocol=SSL",
                "spring.kafka.consumer.ssl.bundle=outro",
                "spring.kafka.producer.bootstrap-servers=outro:9092",
                "spring.kafka.producer.security.protocol=SSL",
                "spring.kafka.producer.ssl.bundle=outro");
    }

    /** Com o de fábrica, o Admin conferiria os tópicos de outro Kafka, se lá há um. */
    @Test
    void semOEnderecoDeTodosOAdminEntraPorOndeSeLe_eComUmEntraPorEle() {
        com(
                clientes -> assertThat(clientes.servidores()).isEqualTo("kafka:9094"),
                "spring.kafka.consumer.bootstrap-servers=kafka:9094",
                "spring.kafka.producer.bootstrap-servers=kafka:9094");
        com(
                clientes -> assertThat(clientes.servidores()).isEqualTo("kafka:9093"),
                "spring.kafka.bootstrap-servers=kafka:9093",
                "spring.kafka.consumer.bootstrap-servers=kafka:9092",
                "spring.kafka.producer.bootstrap-servers=kafka:9092");
    }

    /** Com um só, as métricas de duas etapas do programa seriam as mesmas, e só uma se veria. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void oClientIdDoProgramaNaoEDosProdutoresDasEtapas(String soConexao) {
        com(
                clientes -> {
                    assertThat(doProdutor(clientes)).doesNotContainKey("client.id");
                    assertThat(doConsumidor(clientes)).containsEntry("client.id", "alertas-1");
                    var admin = clientes.admin();
                    assertThat(admin.metrics().keySet())
                            .allSatisfy(nome ->
                                    assertThat(nome.tags().get("client-id")).startsWith("adminclient-"));
                    admin.close(Duration.ofMillis(1));
                },
                "etapa.so-conexao=" + soConexao,
                "spring.kafka.client-id=meu",
                "spring.kafka.producer.client-id=meu-produtor",
                "spring.kafka.admin.client-id=meu-admin",
                "spring.kafka.properties.client.id=meu");
    }

    /** Com 5 min, um registro de 6 perderia a partição antes de acabar, e voltaria, sem fim. */
    @Test
    void entreDoisPollsCabeOQueUmRegistroEUmaEntregaPodemLevar_senaoFoiPedido() {
        com(clientes -> assertThat(doConsumidor(clientes)).containsEntry(ENTRE_POLLS, 300_000));
        com(
                clientes -> assertThat(doConsumidor(clientes)).containsEntry(ENTRE_POLLS, 1_205_000),
                "etapa.trabalho-maximo=10m",
                "etapa.lote=5s");
        com(
                clientes -> assertThat(doConsumidor(clientes)).containsEntry(ENTRE_POLLS, "6000"),
                "spring.kafka.consumer.properties.max.poll.interval.ms=6000");
        com(
                clientes -> assertThat(doConsumidor(clientes)).containsEntry(ENTRE_POLLS, Integer.MAX_VALUE),
                "etapa.trabalho-maximo=100d");
    }

    private void com(Consumer<ClientesDoKafka> confere, String... ajustes) {
        programa.withPropertyValues(ajustes).run(contexto -> confere.accept(clientes(contexto)));
    }

    private static ClientesDoKafka clientes(ApplicationContext contexto) {
        return new ClientesDoSpringBoot(
                contexto.getBean(KafkaProperties.class),
                contexto.getBean(KafkaConnectionDetails.class),
                new SimpleMeterRegistry(),
                "alertas",
                contexto.getBean(EtapaProperties.class));
    }

    private static Map<String, Object> doConsumidor(ClientesDoKafka clientes) {
        return clientes.consumidores("alertas-1", UnaryOperator.identity()).getConfigurationProperties();
    }

    private static Map<String, Object> doProdutor(ClientesDoKafka clientes) {
        return clientes.produtores(UnaryOperator.identity()).getConfigurationProperties();
    }
}
