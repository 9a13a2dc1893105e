package br.kafkanapratica.saldo.leitor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Olha o tópico de fora, com o Admin do Kafka, de tempos em tempos. Uma thread. */
final class Vigia {

    /** Um broker que acaba de subir pode ainda não conhecer o tópico: só a repetição prova a ausência. */
    private static final int AUSENCIAS_QUE_PROVAM = 3;

    private final Admin admin;
    private final String topico;
    private final Duration intervalo;
    private @Nullable CompletableFuture<Observacao> pendente;
    private long ultima = System.nanoTime();
    private int ausencias;

    Vigia(Admin admin, String topico, Duration intervalo) {
        this.admin = admin;
        this.topico = topico;
        this.intervalo = intervalo;
    }

    /** Olha e espera a resposta (o prazo é o do Admin). */
    Observacao agora() throws InterruptedException {
        try {
            return observa().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // observa() nunca completa com exceção
        }
    }

    /** O que se viu desde a última vez, se há algo; não espera. */
    Optional<Observacao> novidade() {
        if (pendente == null && System.nanoTime() - ultima >= intervalo.toNanos()) {
            pendente = observa();
        }
        if (pendente == null || !pendente.isDone()) {
            return Optional.empty();
        }
        var observacao = pendente.join();
        pendente = null;
        ultima = System.nanoTime();
        ausencias = observacao instanceof Observacao.Ausente ? ausencias + 1 : 0;
        return Optional.of(observacao)
                .filter(vista -> !(vista instanceof Observacao.Ausente) || ausencias >= AUSENCIAS_QUE_PROVAM);
    }

    /** Nunca completa com exceção: o que dá errado também é uma observação. */
    private CompletableFuture<Observacao> observa() {
        var recurso = new ConfigResource(ConfigResource.Type.TOPIC, topico);
        var descricoes = admin.describeTopics(List.of(topico)).allTopicNames().toCompletionStage();
        var configs = admin.describeConfigs(List.of(recurso)).all().toCompletionStage();
        return descricoes
                .thenCompose(descricao -> configs.thenCompose(config -> observa(unico(descricao), unico(config))))
                .exceptionally(Vigia::erro)
                .toCompletableFuture();
    }

    private CompletionStage<Observacao> observa(TopicDescription descricao, Config config) {
        var politica = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!politica.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            return CompletableFuture.completedStage(new Observacao.PoliticaErrada(politica));
        }
        var particoes = descricao.partitions().stream()
                .map(particao -> new TopicPartition(topico, particao.partition()))
                .toList();
        return offsets(particoes, OffsetSpec.earliest())
                .thenCombine(
                        offsets(particoes, OffsetSpec.latest()),
                        (inicio, fim) -> new Observacao.Topico(descricao.topicId(), inicio, fim));
    }

    /**
     * Em {@code READ_UNCOMMITTED} de propósito: em {@code READ_COMMITTED} o fim seria o começo da primeira transação
     * aberta, e o que já foi confirmado depois dela ficaria de fora da reconstrução.
     */
    private CompletionStage<Map<TopicPartition, Long>> offsets(List<TopicPartition> particoes, OffsetSpec qual) {
        var pedido = particoes.stream().collect(Collectors.toMap(particao -> particao, particao -> qual));
        return admin.listOffsets(pedido, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .toCompletionStage()
                .thenApply(respostas -> respostas.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                resposta -> resposta.getValue().offset())));
    }

    /** A resposta a um pedido sobre um tópico só. */
    private static <T> T unico(Map<?, T> respostas) {
        return respostas.values().iterator().next();
    }

    private static Observacao erro(Throwable erro) {
        var causa = erro instanceof CompletionException && erro.getCause() != null ? erro.getCause() : erro;
        return causa instanceof UnknownTopicOrPartitionException
                ? new Observacao.Ausente()
                : new Observacao.SemContato(String.valueOf(causa.getMessage()));
    }
}
