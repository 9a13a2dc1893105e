package br.kafkanapratica.estado;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** As transações abertas que seguram alguma partição: as que duas observações seguidas viram no mesmo lugar. Uma thread. */
final class Transacoes {

    private static final Logger log = LoggerFactory.getLogger(Transacoes.class);

    /** A que dura menos não é notícia para o log. */
    private static final Duration LONGA = Duration.ofSeconds(5);

    private final Motivo motivo;
    private final Relogio relogio;
    private Map<TopicPartition, Aberta> abertas = Map.of();

    Transacoes(Motivo motivo, Relogio relogio) {
        this.motivo = motivo;
        this.relogio = relogio;
    }

    private record Aberta(long offset, Instant desde, BooleanSupplier longa, boolean confirmada, boolean dita) {}

    void observa(Observacao.Topico topico) {
        var estas = new HashMap<TopicPartition, Aberta>();
        topico.estavel().forEach((particao, estavel) -> {
            if (estavel < topico.fim().getOrDefault(particao, 0L)) {
                var antes = abertas.get(particao);
                estas.put(
                        particao,
                        antes != null && antes.offset == estavel
                                ? continua(particao, antes)
                                : new Aberta(estavel, relogio.agora(), relogio.passados(LONGA), false, false));
            }
        });
        abertas = estas;
    }

    private Aberta continua(TopicPartition particao, Aberta aberta) {
        boolean longa = aberta.longa.getAsBoolean();
        if (longa && !aberta.dita) {
            log.warn("{}", impedimento(particao, aberta).motivo());
        }
        return new Aberta(aberta.offset, aberta.desde, aberta.longa, true, longa);
    }

    List<Impedimento> impedimentos() {
        return abertas.entrySet().stream()
                .filter(aberta -> aberta.getValue().confirmada)
                .map(aberta -> impedimento(aberta.getKey(), aberta.getValue()))
                .toList();
    }

    private Impedimento impedimento(TopicPartition particao, Aberta aberta) {
        return new Impedimento(
                particao.partition(),
                aberta.offset,
                motivo.transacaoAberta(particao.partition(), aberta.offset),
                aberta.desde);
    }
}
