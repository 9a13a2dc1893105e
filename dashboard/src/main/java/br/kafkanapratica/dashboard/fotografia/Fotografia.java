package br.kafkanapratica.dashboard.fotografia;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * O que o Kafka disse de si num instante. Os offsets dos grupos foram lidos antes dos fins dos logs, e o fim de cada tópico antes
 * do fim do tópico de que ele é o resultado: quem lê até {@code fim} não vê resultado sem origem.
 *
 * @param topicos o id de cada tópico nosso que existe
 * @param inicio o primeiro offset de cada partição
 * @param comAbertas o próximo offset de cada partição, contadas as transações abertas, um instante antes de {@code fim}
 * @param fim até onde vai um leitor {@code read_committed} em cada partição
 * @param grupos um por etapa, exista ou não
 * @param transacoes as abertas; nenhuma, se não se conseguiu saber quais são
 * @param semLider as partições que nenhum broker no ar tem: o que se diz delas é de antes
 */
public record Fotografia(
        Instant quando,
        Map<String, Uuid> topicos,
        Map<TopicPartition, Long> inicio,
        Map<TopicPartition, Long> comAbertas,
        Map<TopicPartition, Long> fim,
        Map<String, Grupo> grupos,
        List<Transacao> transacoes,
        Set<TopicPartition> semLider) {

    /**
     * Uma transação aberta que já escreveu alguma coisa. Antes da primeira escrita só quem a abriu sabe dela.
     *
     * @param id o {@code transactional.id} de quem a abriu
     */
    public record Transacao(String id, Instant desde, Set<TopicPartition> particoes) {}

    /**
     * @param estado o do Kafka: {@code STABLE}, {@code EMPTY}…; nulo se o grupo nunca existiu
     * @param gravados o próximo offset a ler, por partição
     * @param assentado se cada membro já tem as partições que o coordenador lhe destinou
     * @param semRespostaDesde nulo se o grupo respondeu agora; senão, o resto é o que ele disse da última vez
     */
    public record Grupo(
            @Nullable String estado,
            List<Membro> membros,
            Map<TopicPartition, Long> gravados,
            boolean assentado,
            @Nullable Instant semRespostaDesde) {

        public static final Grupo DESCONHECIDO = new Grupo("?", List.of(), Map.of(), true, null);

        public Grupo semResposta(Instant desde) {
            return new Grupo(estado, membros, gravados, assentado, desde);
        }
    }

    /** @param id o que o coordenador lhe deu; muda a cada início */
    public record Membro(String id, String cliente, String host, List<TopicPartition> particoes) {}

    /** As partições de um tópico. */
    public List<TopicPartition> particoes(String topico) {
        return fim.keySet().stream()
                .filter(particao -> particao.topic().equals(topico))
                .sorted((esta, outra) -> Integer.compare(esta.partition(), outra.partition()))
                .toList();
    }

    /** Até onde um leitor {@code read_committed} pode ir, nas partições de que um broker acaba de o dizer. */
    public Map<TopicPartition, Long> legiveis() {
        var legiveis = new HashMap<>(fim);
        legiveis.keySet().removeAll(semLider);
        return legiveis;
    }

    /** Quantos offsets da partição estão depois do começo de uma transação aberta. */
    public long abertos(TopicPartition particao) {
        return Math.max(0, comAbertas.getOrDefault(particao, 0L) - fim.getOrDefault(particao, 0L));
    }

    public Grupo grupo(String nome) {
        return grupos.getOrDefault(nome, Grupo.DESCONHECIDO);
    }
}
