package br.kafkanapratica.dashboard.fotografia;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia.Grupo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * O que se pergunta sobre um grupo. Quem responde é o coordenador dele, que pode faltar com o broker no ar: então vale a última
 * resposta, com a hora desde quando, e não se espera mais por ele; a pergunta fica feita. Para uma thread por vez.
 */
final class Perguntas {

    private static final Duration ESPERA = Duration.ofMillis(1_500);

    private record EmCurso(
            @Nullable KafkaFuture<ConsumerGroupDescription> descricao,
            KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> gravados) {}

    private final EtapaDoPipeline etapa;
    private @Nullable EmCurso emCurso;
    private Grupo ultima = Grupo.DESCONHECIDO;
    private @Nullable Instant semRespostaDesde;

    Perguntas(EtapaDoPipeline etapa) {
        this.etapa = etapa;
    }

    Grupo pergunta(Admin admin, long particoesDaEntrada, Instant agora) throws InterruptedException {
        var feita = emCurso == null ? faz(admin) : emCurso;
        emCurso = feita;
        try {
            var prazo = semRespostaDesde == null ? ESPERA : Duration.ZERO;
            var gravados = seExistir(feita.gravados(), prazo);
            var descricao = seExistir(feita.descricao(), prazo);
            ultima = grupo(descricao, doTopico(gravados), particoesDaEntrada);
            semRespostaDesde = null;
            emCurso = null;
        } catch (TimeoutException e) {
            semRespostaDesde = semRespostaDesde == null ? agora : semRespostaDesde;
        } catch (ExecutionException e) {
            semRespostaDesde = semRespostaDesde == null ? agora : semRespostaDesde;
            emCurso = null;
        }
        return semRespostaDesde == null ? ultima : ultima.semResposta(semRespostaDesde);
    }

    private EmCurso faz(Admin admin) {
        var nomes = List.of(etapa.grupo());
        return new EmCurso(
                admin.describeConsumerGroups(nomes).describedGroups().get(etapa.grupo()),
                admin.listConsumerGroupOffsets(Map.of(etapa.grupo(), new ListConsumerGroupOffsetsSpec()))
                        .partitionsToOffsetAndMetadata(etapa.grupo()));
    }

    private Map<TopicPartition, Long> doTopico(@Nullable Map<TopicPartition, OffsetAndMetadata> gravados) {
        var doTopico = new HashMap<TopicPartition, Long>();
        if (gravados != null) {
            gravados.forEach((particao, gravado) -> {
                if (gravado != null && particao.topic().equals(etapa.entrada().nome())) {
                    doTopico.put(particao, gravado.offset());
                }
            });
        }
        return doTopico;
    }

    private static Grupo grupo(
            @Nullable ConsumerGroupDescription descricao, Map<TopicPartition, Long> gravados, long particoes) {
        if (descricao == null || descricao.groupState() == GroupState.DEAD) {
            return new Grupo(null, List.of(), gravados, true, null);
        }
        var membros = descricao.members().stream()
                .map(membro -> new Fotografia.Membro(
                        membro.consumerId(),
                        membro.clientId(),
                        membro.host(),
                        ordenadas(membro.assignment().topicPartitions())))
                .toList();
        long donas =
                membros.stream().mapToLong(membro -> membro.particoes().size()).sum();
        boolean assentado = descricao.members().stream().allMatch(Perguntas::noDestino)
                && (membros.isEmpty() || donas == particoes);
        return new Grupo(descricao.groupState().toString(), membros, gravados, assentado, null);
    }

    private static boolean noDestino(MemberDescription membro) {
        return membro.targetAssignment()
                .map(destino ->
                        destino.topicPartitions().equals(membro.assignment().topicPartitions()))
                .orElse(true);
    }

    private static <T> @Nullable T seExistir(@Nullable KafkaFuture<T> resposta, Duration prazo)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return resposta == null ? null : resposta.get(prazo.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw e;
        }
    }

    private static List<TopicPartition> ordenadas(Collection<TopicPartition> particoes) {
        var ordem = new ArrayList<>(particoes);
        ordem.sort((esta, outra) -> Integer.compare(esta.partition(), outra.partition()));
        return List.copyOf(ordem);
    }
}
