package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Um broker com ACLs só diz que não deixa. */
class ObservadorDoKafkaTest {

    private static final String TOPICO = LogDeMentira.TOPICO;

    @ParameterizedTest
    @CsvSource({
        "describeTopics, Describe",
        "describeConfigs, DescribeConfigs",
        "listOffsets, Describe",
        "ler, Read", // descrever e não ler: só o primeiro fetch o diria, a cada sessão
    })
    void semPermissaoDizQualFaltaEComoDaLa(String recusado, String falta) {
        try (var log = new LogSeguido<>(
                TOPICO,
                "localhost:1",
                new LogDeMentira(1),
                () -> new ObservadorDoKafka(admin(recusado), TOPICO),
                LogDeMentira::estado,
                AjustesDoLog.padrao().comVerificacao(Duration.ofMillis(50)),
                Relogio.doSistema())) {
            log.inicia();
            await().until(() -> log.situacao() instanceof Situacao.Aguardando<?> aguardando
                    && aguardando.motivo().contains("permissão"));
            assertThat(((Situacao.Aguardando<?>) log.situacao()).motivo())
                    .startsWith("Falta a permissão %s no tópico contas, ".formatted(falta))
                    .contains("kafka-acls.sh --bootstrap-server localhost:1 --add ")
                    .endsWith(" --operation Read --operation Describe --operation DescribeConfigs --topic contas");
        }
    }

    /** O broker responde: não é ele que falta, e perguntar até onde vai a partição seria esperar até ao prazo. */
    @Test
    void aParticaoSemLiderEDitaPeloNumero() throws Exception {
        var semLider = new TopicDescription(
                TOPICO,
                false,
                List.of(
                        new TopicPartitionInfo(0, new Node(1, "localhost", 9092), List.of(), List.of()),
                        new TopicPartitionInfo(1, Node.noNode(), List.of(), List.of()),
                        new TopicPartitionInfo(2, null, List.of(), List.of())),
                null);
        var admin = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (eu, metodo, argumentos) -> switch (metodo.getName()) {
                    case "describeTopics" ->
                        new DescribeTopicsResult(null, Map.of(TOPICO, responde(false, semLider))) {};
                    case "describeConfigs" ->
                        new DescribeConfigsResult(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, TOPICO),
                                responde(false, compactado()))) {};
                    default -> throw new AssertionError(metodo);
                });
        assertThat(new ObservadorDoKafka(admin, TOPICO).observa().get())
                .isEqualTo(new Observacao.SemLider(List.of(1, 2)));
    }

    /** Com zero, o cliente esperaria pela thread dele, quanto fosse: presa a um DNS que não responde, prenderia quem lê. */
    @Test
    void fecharNaoEsperaPelaThreadDoAdmin() {
        var prazos = new ArrayList<Object>();
        var admin = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (eu, metodo, argumentos) -> {
                    prazos.addAll(List.of(argumentos));
                    return null;
                });
        new ObservadorDoKafka(admin, TOPICO).close();
        assertThat(prazos).containsExactly(Duration.ofMillis(1));
    }

    private static Admin admin(String recusado) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (eu, metodo, argumentos) -> {
                    boolean recusa = metodo.getName().equals(recusado);
                    return switch (metodo.getName()) {
                        case "describeTopics" ->
                            new DescribeTopicsResult(
                                    null, Map.of(TOPICO, responde(recusa, descricao(!recusado.equals("ler"))))) {};
                        case "describeConfigs" ->
                            new DescribeConfigsResult(Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, TOPICO),
                                    responde(recusa, compactado()))) {};
                        case "listOffsets" ->
                            new ListOffsetsResult(Map.of(new TopicPartition(TOPICO, 0), responde(recusa, null)));
                        default -> null;
                    };
                });
    }

    private static <T> KafkaFuture<T> responde(boolean recusa, T resposta) {
        var futuro = new KafkaFutureImpl<T>();
        if (recusa) {
            futuro.completeExceptionally(Errors.TOPIC_AUTHORIZATION_FAILED.exception());
        } else {
            futuro.complete(resposta);
        }
        return futuro;
    }

    private static TopicDescription descricao(boolean deixaLer) {
        var particao = new TopicPartitionInfo(0, new Node(1, "localhost", 9092), List.of(), List.of());
        var operacoes = deixaLer ? null : Set.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        return new TopicDescription(TOPICO, false, List.of(particao), operacoes);
    }

    private static Config compactado() {
        return new Config(List.of(new ConfigEntry("cleanup.policy", "compact")));
    }
}
