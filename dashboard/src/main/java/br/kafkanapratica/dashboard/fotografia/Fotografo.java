package br.kafkanapratica.dashboard.fotografia;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.conexao.Administracao;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Pergunta ao Kafka, com o Admin, o que cabe numa {@link Fotografia}. Só lê. Para uma thread por vez. */
final class Fotografo {

    private static final List<EtapaDoPipeline> DE_TRAS_PARA_A_FRENTE =
            List.of(EtapaDoPipeline.NOTIFICACAO, EtapaDoPipeline.PAGAMENTO, EtapaDoPipeline.ESTOQUE);

    private final Clock relogio;
    private final Map<EtapaDoPipeline, Perguntas> perguntas = new EnumMap<>(EtapaDoPipeline.class);
    private final TransacoesNoKafka transacoes = new TransacoesNoKafka();
    private @Nullable Fotografia anterior;

    Fotografo(Clock relogio) {
        this.relogio = relogio;
    }

    /** @throws ExecutionException se o Kafka não respondeu; um grupo ou uma partição que não responde é dito na fotografia */
    Fotografia fotografa(Admin admin) throws ExecutionException, InterruptedException {
        try {
            return deUmaVez(admin);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return deUmaVez(admin); // um tópico foi apagado entre duas perguntas
            }
            throw e;
        }
    }

    private Fotografia deUmaVez(Admin admin) throws ExecutionException, InterruptedException {
        var topicos = Administracao.existentes(
                admin, Topico.todos().stream().map(Topico::nome).toList());
        var todas = new ArrayList<TopicPartition>();
        var particoes = new ArrayList<TopicPartition>();
        topicos.values()
                .forEach(topico -> topico.partitions().forEach(info -> {
                    var particao = new TopicPartition(topico.name(), info.partition());
                    todas.add(particao);
                    if (temLider(info)) { // por uma que não tem a resposta nunca vem, nem a das outras que vão com ela
                        particoes.add(particao);
                    }
                }));
        var inicio = offsets(admin, particoes, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        // A ordem das perguntas é o que faz da fotografia um instante só: veja Fotografia.
        var grupos = new HashMap<String, Fotografia.Grupo>();
        for (var etapa : DE_TRAS_PARA_A_FRENTE) {
            long daEntrada = todas.stream().filter(daEtapa(etapa)).count();
            grupos.put(
                    etapa.grupo(),
                    perguntas.computeIfAbsent(etapa, Perguntas::new).pergunta(admin, daEntrada, relogio.instant()));
        }
        var comAbertas = offsets(admin, particoes, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        var fim = new HashMap<TopicPartition, Long>();
        for (var etapa : DE_TRAS_PARA_A_FRENTE) {
            var resultados = etapa.resultados().stream().map(Topico::nome).collect(Collectors.toSet());
            fins(admin, particoes, particao -> resultados.contains(particao.topic()), fim);
        }
        fins(admin, particoes, particao -> !fim.containsKey(particao), fim);
        var semLider = new HashSet<>(todas);
        particoes.forEach(semLider::remove);
        var foto = new Fotografia(
                relogio.instant(),
                ids(topicos),
                comAsDeAntes(inicio, semLider, anterior == null ? Map.of() : anterior.inicio()),
                comAsDeAntes(comAbertas, semLider, anterior == null ? Map.of() : anterior.comAbertas()),
                comAsDeAntes(fim, semLider, anterior == null ? Map.of() : anterior.fim()),
                Map.copyOf(grupos),
                haAbertas(comAbertas, fim) ? transacoes.abertas(admin) : List.of(),
                Set.copyOf(semLider));
        anterior = foto;
        return foto;
    }

    /** Quase nunca há: não vale perguntar por elas a cada vez. */
    private static boolean haAbertas(Map<TopicPartition, Long> comAbertas, Map<TopicPartition, Long> fim) {
        return comAbertas.entrySet().stream()
                .anyMatch(particao -> particao.getValue() > fim.getOrDefault(particao.getKey(), Long.MAX_VALUE));
    }

    private static boolean temLider(TopicPartitionInfo info) {
        return info.leader() != null && !info.leader().isEmpty();
    }

    private static Map<TopicPartition, Long> comAsDeAntes(
            Map<TopicPartition, Long> agora, Set<TopicPartition> semLider, Map<TopicPartition, Long> antes) {
        var todas = new HashMap<>(agora);
        semLider.forEach(particao -> todas.put(particao, antes.getOrDefault(particao, 0L)));
        return Map.copyOf(todas);
    }

    private static Predicate<TopicPartition> daEtapa(EtapaDoPipeline etapa) {
        return particao -> particao.topic().equals(etapa.entrada().nome());
    }

    private static void fins(
            Admin admin,
            Collection<TopicPartition> particoes,
            Predicate<TopicPartition> quais,
            Map<TopicPartition, Long> fim)
            throws ExecutionException, InterruptedException {
        var destas = particoes.stream().filter(quais).toList();
        fim.putAll(offsets(admin, destas, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED));
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> particoes, OffsetSpec qual, IsolationLevel isolamento)
            throws ExecutionException, InterruptedException {
        if (particoes.isEmpty()) {
            return Map.of();
        }
        var pedido = particoes.stream().collect(Collectors.toMap(particao -> particao, particao -> qual));
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listOffsets(pedido, new ListOffsetsOptions(isolamento))
                .all()
                .get()
                .forEach((particao, resposta) -> offsets.put(particao, resposta.offset()));
        return offsets;
    }

    private static Map<String, Uuid> ids(Map<String, TopicDescription> topicos) {
        return topicos.values().stream().collect(Collectors.toMap(TopicDescription::name, TopicDescription::topicId));
    }
}
