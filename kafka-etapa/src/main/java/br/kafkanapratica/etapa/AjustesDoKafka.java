package br.kafkanapratica.etapa;

import java.util.Map;

/**
 * Como as etapas falam com o Kafka se ninguém disser outra coisa em {@code spring.kafka.*}. É o ritmo; o de que dependem as promessas
 * está em {@link Garantias}, e não se muda.
 */
public final class AjustesDoKafka {

    private static final String RECONEXAO = "1000"; // ms: com o broker de volta, não se espera

    private AjustesDoKafka() {}

    public static Map<String, Object> doConsumidor() {
        return Map.of(
                "group.protocol", "consumer",
                "max.poll.records", "4000",
                // O que sobra de um lote volta ao broker e é lido de novo: que não seja muito.
                "max.partition.fetch.bytes", "524288",
                // O commit de uma transação não acorda quem espera no broker: espera menos (padrão: 500 ms), e o
                // registro aparece logo.
                "fetch.max.wait.ms", "100",
                "default.api.timeout.ms", "10000",
                "reconnect.backoff.max.ms", RECONEXAO);
    }

    public static Map<String, Object> doProdutor() {
        return Map.of(
                "compression.type", "gzip", // o único que todo cliente lê sem biblioteca nativa
                "compression.gzip.level", "1",
                // Quem morre no meio de uma transação segura quem lê adiante só por este tempo (padrão: 60 s). É curto
                // sem
                // risco: o trabalho é feito antes de a transação começar no broker.
                "transaction.timeout.ms", "5000",
                "delivery.timeout.ms", "5000",
                "request.timeout.ms", "3000",
                "max.block.ms", "10000",
                "reconnect.backoff.max.ms", RECONEXAO);
    }

    static Map<String, Object> doAdmin() {
        return Map.of(
                "default.api.timeout.ms", "3000",
                "request.timeout.ms", "2000",
                "reconnect.backoff.max.ms", RECONEXAO);
    }
}
