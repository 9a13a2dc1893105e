package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.fatos.Momento.Cluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Os grupos e o cluster, como o Kafka os conta. De uma thread. */
final class PerguntasAoKafka implements AutoCloseable {

    private static final long PRAZO_EM_SEGUNDOS = 3;

    private final Admin admin;

    PerguntasAoKafka(Admin admin) {
        this.admin = admin;
    }

    Map<EtapaDoPipeline, Grupo> grupos() throws InterruptedException, ExecutionException, TimeoutException {
        var nomes = Arrays.stream(EtapaDoPipeline.values())
                .map(EtapaDoPipeline::grupo)
                .toList();
        var descricoes = admin.describeConsumerGroups(nomes).describedGroups();
        var gravados = admin.listConsumerGroupOffsets(
                nomes.stream().collect(Collectors.toMap(nome -> nome, nome -> new ListConsumerGroupOffsetsSpec())));
        var grupos = new EnumMap<EtapaDoPipeline, Grupo>(EtapaDoPipeline.class);
        for (var etapa : EtapaDoPipeline.values()) {
            var offsets = seHa(gravados.partitionsToOffsetAndMetadata(etapa.grupo()));
            var descricao = seHa(descricoes.get(etapa.grupo()));
            grupos.put(etapa, new Grupo(membros(descricao), daEntrada(etapa, offsets)));
        }
        return grupos;
    }

    Cluster cluster() throws InterruptedException, ExecutionException, TimeoutException {
        var brokers = resposta(admin.describeCluster().nodes());
        var contas = seHa(admin.describeTopics(List.of(Topico.CONTAS.nome()))
                .topicNameValues()
                .get(Topico.CONTAS.nome()));
        var lideres = new HashMap<Integer, Integer>();
        var emDia = new HashMap<Integer, List<Integer>>();
        if (contas != null) {
            contas.partitions().forEach(particao -> {
                if (particao.leader() != null && !particao.leader().isEmpty()) {
                    lideres.put(particao.partition(), particao.leader().id());
                }
                emDia.put(
                        particao.partition(),
                        particao.isr().stream().map(Node::id).sorted().toList());
            });
        }
        return new Cluster(brokers.stream().map(Node::id).sorted().toList(), lideres, emDia);
    }

    private static List<Grupo.Membro> membros(@Nullable ConsumerGroupDescription descricao) {
        return descricao == null
                ? List.of()
                : descricao.members().stream()
                        .map(membro -> new Grupo.Membro(
                                membro.consumerId(),
                                membro.assignment().topicPartitions().stream()
                                        .map(TopicPartition::partition)
                                        .collect(Collectors.toSet())))
                        .toList();
    }

    private static Map<Integer, Long> daEntrada(
            EtapaDoPipeline etapa, @Nullable Map<TopicPartition, OffsetAndMetadata> offsets) {
        var daEntrada = new HashMap<Integer, Long>();
        if (offsets != null) {
            offsets.forEach((particao, offset) -> {
                if (offset != null && particao.topic().equals(etapa.entrada().nome())) {
                    daEntrada.put(particao.partition(), offset.offset());
                }
            });
        }
        return daEntrada;
    }

    private static <T> @Nullable T seHa(@Nullable KafkaFuture<T> futuro)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return futuro == null ? null : resposta(futuro);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private static <T> T resposta(KafkaFuture<T> futuro)
            throws InterruptedException, ExecutionException, TimeoutException {
        return futuro.get(PRAZO_EM_SEGUNDOS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ofMillis(1)); // zero seria esperar pelo que está pendente
    }
}
