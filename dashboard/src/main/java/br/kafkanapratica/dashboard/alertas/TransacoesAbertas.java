package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** As transações que seguram uma partição: o que foi escrito depois do começo delas ninguém lê. Para uma thread por vez. */
final class TransacoesAbertas {

    private record Aberta(long offset, Instant desde) {}

    private final Map<TopicPartition, Aberta> abertas = new HashMap<>();
    private final Duration paciencia;

    /** @param paciencia a de uma etapa dura o trabalho de um pedido; a de uma etapa morta, até 15 s */
    TransacoesAbertas(Duration paciencia) {
        this.paciencia = paciencia;
    }

    void ve(Fotografia foto) {
        abertas.keySet().removeIf(particao -> foto.abertos(particao) == 0);
        foto.fim().forEach((particao, estavel) -> {
            if (foto.abertos(particao) > 0 && !foto.semLider().contains(particao)) {
                var aberta = new Aberta(estavel, foto.quando());
                abertas.merge(
                        particao,
                        aberta,
                        (antes, agora) -> antes.offset() == agora.offset()
                                        && !antes.desde().isAfter(agora.desde())
                                ? antes
                                : agora);
            }
        });
    }

    /** O offset em que começa cada uma das que já duram. */
    Map<TopicPartition, Long> longas(Instant agora) {
        var longas = new TreeMap<TopicPartition, Long>(
                (esta, outra) -> esta.toString().compareTo(outra.toString()));
        abertas.forEach((particao, aberta) -> {
            if (Duration.between(aberta.desde(), agora).compareTo(paciencia) >= 0) {
                longas.put(particao, aberta.offset());
            }
        });
        return longas;
    }
}
