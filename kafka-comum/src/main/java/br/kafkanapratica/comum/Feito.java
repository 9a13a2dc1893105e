package br.kafkanapratica.comum;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.MDC;

/**
 * O que uma etapa decidiu sobre um registro, ainda por entregar.
 *
 * @param registro de onde veio
 */
public record Feito<S>(ConsumerRecord<byte[], byte[]> registro, S resultado, Rastro rastro) {

    static final String TRACE_ID = "traceId";

    /** Executa com o trace id do pedido nas linhas de log. */
    public void comRastro(Runnable acao) {
        try (var mdc = MDC.putCloseable(TRACE_ID, rastro.id())) {
            acao.run();
        }
    }
}
