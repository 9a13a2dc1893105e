package br.kafkanapratica.estado;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.SecurityUtils;

/** Olha o tópico com o Admin do Kafka. */
final class ObservadorDoKafka implements Observador {

    private final Admin admin;
    private final String topico;

    ObservadorDoKafka(Admin admin, String topico) {
        this.admin = admin;
        this.topico = topico;
    }

    static ObservadorDoKafka abre(Map<String, ?> administracao, String topico) {
        var configuracao = new HashMap<String, Object>(administracao);
        configuracao.put(
                AdminClientConfig.CLIENT_ID_CONFIG,
                ConfiguracaoDoCliente.clientId(administracao.get(AdminClientConfig.CLIENT_ID_CONFIG), topico));
        return new ObservadorDoKafka(Admin.create(configuracao), topico);
    }

    @Override
    public CompletableFuture<Observacao> observa() {
        var recurso = new ConfigResource(ConfigResource.Type.TOPIC, topico);
        var descricoes = pede(
                AclOperation.DESCRIBE,
                admin.describeTopics(List.of(topico), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames());
        var configs = pede(
                AclOperation.DESCRIBE_CONFIGS,
                admin.describeConfigs(List.of(recurso)).all());
        return descricoes
                .thenCompose(descricao -> configs.thenCompose(config -> observa(unico(descricao), unico(config))))
                .exceptionally(ObservadorDoKafka::erro)
                .toCompletableFuture();
    }

    /** O erro do broker não diz que permissão falta: diz-se a de que este pedido precisa. */
    private static <T> CompletionStage<T> pede(AclOperation precisa, KafkaFuture<T> resposta) {
        return resposta.toCompletionStage().exceptionally(erro -> {
            var causa = causa(erro);
            throw new CompletionException(
                    causa instanceof AuthorizationException recusa ? new FaltaPermissao(precisa, recusa) : causa);
        });
    }

    private static final class FaltaPermissao extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final AclOperation operacao;

        FaltaPermissao(AclOperation operacao, AuthorizationException recusa) {
            super(recusa.getMessage(), recusa);
            this.operacao = operacao;
        }

        Observacao observacao() {
            return new Observacao.SemPermissao(SecurityUtils.operationName(operacao), String.valueOf(getMessage()));
        }
    }

    private CompletionStage<Observacao> observa(TopicDescription descricao, Config config) {
        var deixa = descricao.authorizedOperations(); // nulo se o broker não o diz
        if (deixa != null && !deixa.contains(AclOperation.READ)) {
            return CompletableFuture.completedStage(new Observacao.SemPermissao(
                    SecurityUtils.operationName(AclOperation.READ), "só me deixa: " + nomes(deixa)));
        }
        var politica = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!politica.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            return CompletableFuture.completedStage(new Observacao.PoliticaErrada(politica));
        }
        var semLider = descricao.partitions().stream()
                .filter(particao ->
                        particao.leader() == null || particao.leader().isEmpty())
                .map(TopicPartitionInfo::partition)
                .toList();
        if (!semLider.isEmpty()) { // perguntar por elas seria esperar até ao prazo, e não saber das outras
            return CompletableFuture.completedStage(new Observacao.SemLider(semLider));
        }
        var particoes = descricao.partitions().stream()
                .map(particao -> new TopicPartition(topico, particao.partition()))
                .toList();
        return offsets(particoes, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED)
                .thenCombine(fins(particoes), (inicio, fins) -> topico(descricao, config, inicio, fins));
    }

    /**
     * O fim, em {@code READ_UNCOMMITTED} de propósito: em {@code READ_COMMITTED} seria o começo da primeira transação
     * aberta, e o que já foi confirmado depois dela ficaria de fora da reconstrução. O outro é pedido só depois: se vier menor, há
     * mesmo uma transação aberta.
     */
    private CompletionStage<Fins> fins(List<TopicPartition> particoes) {
        return offsets(particoes, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED)
                .thenCompose(fim -> offsets(particoes, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)
                        .thenApply(estavel -> new Fins(fim, estavel)));
    }

    private record Fins(
            Map<TopicPartition, ListOffsetsResultInfo> fim, Map<TopicPartition, ListOffsetsResultInfo> estavel) {}

    private static Observacao topico(
            TopicDescription descricao, Config config, Map<TopicPartition, ListOffsetsResultInfo> inicio, Fins fins) {
        var epocas = new HashMap<TopicPartition, Integer>();
        fins.fim.forEach((particao, fim) -> fim.leaderEpoch().ifPresent(epoca -> epocas.put(particao, epoca)));
        return new Observacao.Topico(
                descricao.topicId(),
                offsets(inicio),
                offsets(fins.fim),
                offsets(fins.estavel),
                epocas,
                retencao(config));
    }

    private static String nomes(Set<AclOperation> operacoes) {
        return operacoes.stream().map(SecurityUtils::operationName).sorted().collect(Collectors.joining(", "));
    }

    private static Duration retencao(Config config) {
        var retencao = config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG);
        // sem se saber, nenhuma cópia serve
        return retencao == null ? Duration.ZERO : Duration.ofMillis(Long.parseLong(retencao.value()));
    }

    private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            List<TopicPartition> particoes, OffsetSpec qual, IsolationLevel isolamento) {
        var pedido = particoes.stream().collect(Collectors.toMap(particao -> particao, particao -> qual));
        return pede(
                AclOperation.DESCRIBE,
                admin.listOffsets(pedido, new ListOffsetsOptions(isolamento)).all());
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> respostas) {
        return respostas.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, resposta -> resposta.getValue().offset()));
    }

    /** A resposta a um pedido sobre um tópico só. */
    private static <T> T unico(Map<?, T> respostas) {
        return respostas.values().iterator().next();
    }

    static Observacao erro(Throwable erro) {
        var causa = causa(erro);
        if (causa instanceof FaltaPermissao falta) {
            return falta.observacao();
        }
        if (causa instanceof UnknownTopicOrPartitionException) {
            return new Observacao.Ausente();
        }
        return causa instanceof RetriableException // inclui os prazos
                ? new Observacao.SemContato(String.valueOf(causa.getMessage()))
                : new Observacao.Recusa(causa.toString());
    }

    private static Throwable causa(Throwable erro) {
        return erro instanceof CompletionException && erro.getCause() != null ? erro.getCause() : erro;
    }

    @Override
    public void close() {
        admin.close(
                Duration.ofMillis(1)); // o que ainda espera resposta não interessa; zero seria esperar pela thread dele
    }
}
