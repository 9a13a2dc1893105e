package br.kafkanapratica.etapa;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * O {@code traceparent} (W3C Trace Context) de um pedido: o mesmo trace id em todas as etapas, um span id em cada uma.
 *
 * <p>Só a API do OpenTelemetry, sem o SDK: nenhum span é exportado daqui, e quem põe o agente dele vê o pipeline inteiro.
 */
record Rastro(SpanContext anterior) {

    private static final TextMapGetter<Headers> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            return StreamSupport.stream(headers.spliterator(), false)
                    .map(Header::key)
                    .toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String nome) {
            var header = headers == null ? null : headers.lastHeader(nome);
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), StandardCharsets.US_ASCII);
        }
    };

    /** Continua o rastro que veio nos headers; sem um válido, começa outro. */
    static Rastro continua(Headers headers) {
        var contexto = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
        var anterior = Span.fromContext(contexto).getSpanContext();
        return new Rastro(anterior.isValid() ? anterior : novo());
    }

    private static SpanContext novo() {
        var sorteio = ThreadLocalRandom.current();
        return SpanContext.create(
                TraceId.fromLongs(sorteio.nextLong(), sorteio.nextLong(1, Long.MAX_VALUE)),
                novoSpanId(),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    private static String novoSpanId() {
        return SpanId.fromLong(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }

    String id() {
        return anterior.getTraceId();
    }

    /** Para a etapa seguinte: o mesmo trace id, com o span id desta. */
    void escreve(Headers headers) {
        var span = SpanContext.create(
                anterior.getTraceId(), novoSpanId(), anterior.getTraceFlags(), anterior.getTraceState());
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.root().with(Span.wrap(span)),
                        headers,
                        (destino, nome, valor) -> destino.add(nome, valor.getBytes(StandardCharsets.US_ASCII)));
    }
}
