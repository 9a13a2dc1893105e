package br.kafkanapratica.estado;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * De onde uma leitura começa.
 *
 * @param projecao o estado, vazio ou o da cópia
 * @param posicoes o que ele já inclui de cada partição
 * @param copiada de quando é a cópia; nulo se não há
 * @param recusa por que a cópia que havia não se usou; nulo se se usou, ou se não havia
 */
record Partida<P extends Projecao>(
        P projecao,
        Map<TopicPartition, Long> posicoes,
        @Nullable Instant copiada,
        @Nullable String recusa) {

    static <P extends Projecao> Partida<P> doInicio(P vazia, Observacao.Topico topico) {
        return new Partida<>(vazia, topico.inicio(), null, null);
    }
}
