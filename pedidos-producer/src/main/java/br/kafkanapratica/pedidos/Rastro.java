package br.kafkanapratica.pedidos;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Headers;

/** O header {@code traceparent} (W3C Trace Context), que as etapas passam adiante: liga tudo o que houve com um pedido. */
final class Rastro {

    private Rastro() {}

    /** Um rastro novo, que começa neste registro. */
    static void comeca(Headers headers) {
        var inicio = SpanContext.create(
                TraceId.fromLongs(acaso(), acaso()),
                SpanId.fromLong(acaso()),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.root().with(Span.wrap(inicio)),
                        headers,
                        (destino, nome, valor) -> headers.add(nome, valor.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Nunca zero: um id só de zeros é inválido, e o header não seria escrito. */
    private static long acaso() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }
}
