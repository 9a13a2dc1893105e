package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.leitura.RegistroLido;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * De quando são os resultados que já não estavam no log quando se começou a ler: os segmentos de dois tópicos não envelhecem juntos, e a
 * retenção pode apagar o resultado antes do registro que o originou. Um resultado é escrito depois do seu registro: dos mais novos que o
 * primeiro resultado que resta, nenhum se apagou, e dos de depois de se começar a ler também não (de folga entre dois relógios, um minuto).
 * Para uma thread por vez.
 */
final class Apagados {

    private static final long MINUTO = 60_000;

    private final Set<TopicPartition> comFalta = new HashSet<>();
    private final Map<TopicPartition, Long> primeiros = new HashMap<>();
    /** Por partição das entradas: em que offset se chegou a cada minuto. */
    private final Map<TopicPartition, NavigableMap<Long, Long>> minutos = new HashMap<>();

    private long leituraDesde;

    void comeca(Fotografia primeira) {
        leituraDesde = primeira.quando().toEpochMilli();
        primeira.inicio().forEach((particao, inicio) -> {
            if (inicio > 0) {
                comFalta.add(particao);
            }
        });
    }

    void anota(RegistroLido lido) {
        if (comFalta.isEmpty()) { // quase sempre
            return;
        }
        primeiros.putIfAbsent(lido.particao(), lido.quando());
        if (!lido.naDlt()) {
            var daParticao = minutos.computeIfAbsent(lido.particao(), nova -> new TreeMap<>());
            long minuto = Math.floorDiv(lido.quando(), MINUTO);
            if (daParticao.isEmpty() || minuto > daParticao.lastKey()) {
                daParticao.put(minuto, lido.offset());
            }
        }
    }

    /** Por partição da entrada, o offset antes do qual não se sabe se houve resultado; vazio se de todos se sabe. */
    Map<Integer, Long> antesDe(EtapaDoPipeline etapa) {
        var antes = new HashMap<Integer, Long>();
        comFalta.stream()
                .filter(particao -> etapa.resultados().stream()
                        .anyMatch(topico -> topico.nome().equals(particao.topic())))
                .mapToLong(particao -> Math.min(leituraDesde, primeiros.getOrDefault(particao, leituraDesde)))
                .max()
                .ifPresent(ultimo -> minutos.forEach((particao, daParticao) -> {
                    long ate = Math.floorDiv(ultimo, MINUTO) + 1;
                    if (particao.topic().equals(etapa.entrada().nome()) && daParticao.firstKey() <= ate) {
                        var seguinte = daParticao.higherEntry(ate);
                        antes.put(particao.partition(), seguinte == null ? Long.MAX_VALUE : seguinte.getValue());
                    }
                }));
        return antes;
    }
}
