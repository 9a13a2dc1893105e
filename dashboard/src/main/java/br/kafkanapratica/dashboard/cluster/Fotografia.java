package br.kafkanapratica.dashboard.cluster;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * O que o Kafka disse de si num instante. Os offsets dos grupos foram lidos antes dos fins dos logs: quem já leu até
 * {@code fim} viu o resultado de tudo o que {@code gravados} dá por feito.
 *
 * @param topicos o id de cada tópico nosso que existe
 * @param inicio o primeiro offset de cada partição
 * @param fim o próximo offset de cada partição, contadas as transações abertas
 * @param grupos um por etapa, exista ou não
 */
record Fotografia(
        Instant quando,
        Map<String, Uuid> topicos,
        Map<TopicPartition, Long> inicio,
        Map<TopicPartition, Long> fim,
        Map<String, Grupo> grupos) {

    /**
     * @param estado o do Kafka: {@code STABLE}, {@code EMPTY}…; nulo se o grupo nunca existiu
     * @param gravados o próximo offset a ler, por partição
     * @param assentado se cada membro já tem as partições que o coordenador lhe destinou
     */
    record Grupo(
            @Nullable String estado, List<Membro> membros, Map<TopicPartition, Long> gravados, boolean assentado) {}

    /** @param id o que o coordenador lhe deu; muda a cada início */
    record Membro(String id, String cliente, String host, List<TopicPartition> particoes) {}

    /** As partições de um tópico. */
    List<TopicPartition> particoes(String topico) {
        return fim.keySet().stream()
                .filter(particao -> particao.topic().equals(topico))
                .sorted((esta, outra) -> Integer.compare(esta.partition(), outra.partition()))
                .toList();
    }

    /** O quanto falta a um grupo para chegar ao fim do log, em offsets: marcas de transação contam. */
    long lag(String grupo, Collection<TopicPartition> particoes) {
        var visto = grupos.get(grupo);
        return particoes.stream().collect(Collectors.summingLong(particao -> {
            long gravado = visto == null
                    ? inicio.getOrDefault(particao, 0L)
                    : visto.gravados().getOrDefault(particao, inicio.getOrDefault(particao, 0L));
            return Math.max(0, fim.getOrDefault(particao, 0L) - gravado);
        }));
    }
}
