package br.kafkanapratica.dashboard.leitura;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Até onde se leu.
 *
 * @param posicoes o próximo offset a ler
 * @param ilegiveis as partições que pararam
 */
public record PosicoesLidas(Map<TopicPartition, Long> posicoes, List<TrechoIlegivel> ilegiveis) {

    /** De onde em diante não se leu, nas partições que pararam. */
    public Map<TopicPartition, Long> paradas() {
        return ilegiveis.stream()
                .collect(Collectors.toMap(
                        TrechoIlegivel::particao, trecho -> posicao(trecho.particao(), trecho.offset())));
    }

    /** Leu-se tudo o que a fotografia viu, ou tudo o que se consegue ler. */
    public boolean alcancaram(Fotografia foto) {
        var paradas = paradas();
        return foto.fim().entrySet().stream()
                .allMatch(fim -> deFora(fim.getKey())
                        || paradas.containsKey(fim.getKey())
                        || posicao(fim.getKey(), 0) >= fim.getValue());
    }

    /** As partições lidas além da fotografia; sem ela, todas. */
    public Set<TopicPartition> alem(@Nullable Fotografia foto) {
        return posicoes.keySet().stream()
                .filter(particao ->
                        foto == null || posicao(particao, 0) >= foto.fim().getOrDefault(particao, Long.MAX_VALUE))
                .collect(Collectors.toSet());
    }

    /** Os fins que valem: o de uma partição que parou é onde ela parou. */
    public Map<TopicPartition, Long> limita(Map<TopicPartition, Long> fins) {
        var limitados = new HashMap<>(fins);
        paradas().forEach((particao, parou) -> limitados.merge(particao, parou, Math::min));
        return limitados;
    }

    public int porcento(PosicoesLidas noInicio, Fotografia ate) {
        var paradas = paradas();
        long total = 0;
        long lidos = 0;
        for (var fim : ate.fim().entrySet()) {
            var particao = fim.getKey();
            if (!deFora(particao) && !paradas.containsKey(particao)) {
                long inicio = noInicio.posicao(particao, 0);
                total += Math.max(0, fim.getValue() - inicio);
                lidos += Math.max(0, Math.min(posicao(particao, inicio), fim.getValue()) - inicio);
            }
        }
        return total == 0 ? 99 : (int) Math.min(99, lidos * 100 / total);
    }

    private long posicao(TopicPartition particao, long seNao) {
        return posicoes.getOrDefault(particao, seNao);
    }

    /** O que está em {@code contas} não é dos pedidos. */
    private static boolean deFora(TopicPartition particao) {
        return particao.topic().equals(Topico.CONTAS.nome());
    }
}
