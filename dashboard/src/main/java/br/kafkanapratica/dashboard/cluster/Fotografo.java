package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.auditor.Etapa;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Pergunta ao Kafka, com o Admin, o que cabe numa {@link Fotografia}. Só lê. */
final class Fotografo {

    private static final List<String> GRUPOS =
            Arrays.stream(Etapa.values()).map(Etapa::grupo).toList();

    private final Admin admin;
    private final Clock relogio;

    Fotografo(Admin admin, Clock relogio) {
        this.admin = admin;
        this.relogio = relogio;
    }

    /** @throws ExecutionException se o Kafka não respondeu */
    Fotografia fotografa() throws ExecutionException, InterruptedException {
        var topicos = topicos();
        var particoes = topicos.values().stream()
                .flatMap(topico -> topico.partitions().stream()
                        .map(particao -> new TopicPartition(topico.name(), particao.partition())))
                .toList();
        var grupos = grupos(particoes);
        var inicio = offsets(particoes, OffsetSpec.earliest());
        var fim = offsets(particoes, OffsetSpec.latest()); // por último: veja Fotografia
        return new Fotografia(relogio.instant(), ids(topicos), inicio, fim, grupos);
    }

    private Map<String, TopicDescription> topicos() throws ExecutionException, InterruptedException {
        var nomes = Topico.todos().stream().map(Topico::nome).toList();
        var existem = new HashMap<String, TopicDescription>();
        for (var resposta : admin.describeTopics(nomes).topicNameValues().entrySet()) {
            var descricao = seExistir(resposta.getValue(), UnknownTopicOrPartitionException.class);
            if (descricao != null) {
                existem.put(resposta.getKey(), descricao);
            }
        }
        return existem;
    }

    private Map<String, Fotografia.Grupo> grupos(List<TopicPartition> particoes)
            throws ExecutionException, InterruptedException {
        var descricoes = admin.describeConsumerGroups(GRUPOS).describedGroups();
        var offsets = admin.listConsumerGroupOffsets(
                GRUPOS.stream().collect(Collectors.toMap(grupo -> grupo, grupo -> new ListConsumerGroupOffsetsSpec())));
        var grupos = new HashMap<String, Fotografia.Grupo>();
        for (var etapa : Etapa.values()) {
            var descricao = seExistir(descricoes.get(etapa.grupo()), GroupIdNotFoundException.class);
            var gravados =
                    seExistir(offsets.partitionsToOffsetAndMetadata(etapa.grupo()), GroupIdNotFoundException.class);
            var doTopico = new HashMap<TopicPartition, Long>();
            if (gravados != null) {
                gravados.forEach((particao, gravado) -> {
                    if (gravado != null && particao.topic().equals(etapa.topico())) {
                        doTopico.put(particao, gravado.offset());
                    }
                });
            }
            grupos.put(etapa.grupo(), grupo(descricao, doTopico, particoes, etapa));
        }
        return grupos;
    }

    private static Fotografia.Grupo grupo(
            @Nullable ConsumerGroupDescription descricao,
            Map<TopicPartition, Long> gravados,
            List<TopicPartition> particoes,
            Etapa etapa) {
        if (descricao == null || descricao.groupState() == GroupState.DEAD) {
            return new Fotografia.Grupo(null, List.of(), gravados, true);
        }
        var membros = descricao.members().stream()
                .map(membro -> new Fotografia.Membro(
                        membro.consumerId(),
                        membro.clientId(),
                        membro.host(),
                        ordenadas(membro.assignment().topicPartitions())))
                .sorted((este, outro) -> este.id().compareTo(outro.id()))
                .toList();
        long donas =
                membros.stream().mapToLong(membro -> membro.particoes().size()).sum();
        long todas = particoes.stream()
                .filter(particao -> particao.topic().equals(etapa.topico()))
                .count();
        boolean assentado =
                descricao.members().stream().allMatch(Fotografo::noDestino) && (membros.isEmpty() || donas == todas);
        return new Fotografia.Grupo(descricao.groupState().toString(), membros, gravados, assentado);
    }

    private static boolean noDestino(MemberDescription membro) {
        return membro.targetAssignment()
                .map(destino ->
                        destino.topicPartitions().equals(membro.assignment().topicPartitions()))
                .orElse(true);
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> particoes, OffsetSpec qual)
            throws ExecutionException, InterruptedException {
        var pedido = particoes.stream().collect(Collectors.toMap(particao -> particao, particao -> qual));
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listOffsets(pedido, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get()
                .forEach((particao, resposta) -> offsets.put(particao, resposta.offset()));
        return offsets;
    }

    private static <T> @Nullable T seExistir(@Nullable KafkaFuture<T> resposta, Class<? extends Exception> ausencia)
            throws ExecutionException, InterruptedException {
        try {
            return resposta == null ? null : resposta.get();
        } catch (ExecutionException e) {
            if (ausencia.isInstance(e.getCause())) {
                return null;
            }
            throw e;
        }
    }

    private static Map<String, Uuid> ids(Map<String, TopicDescription> topicos) {
        return topicos.values().stream().collect(Collectors.toMap(TopicDescription::name, TopicDescription::topicId));
    }

    private static List<TopicPartition> ordenadas(Collection<TopicPartition> particoes) {
        var ordem = new ArrayList<>(particoes);
        ordem.sort((esta, outra) -> Integer.compare(esta.partition(), outra.partition()));
        return List.copyOf(ordem);
    }
}
