package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RastroTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

    @Test
    void continuaOMesmoRastroComOutroSpan() {
        var rastro = Rastro.continua(headers(TRACEPARENT));
        assertThat(rastro.id()).isEqualTo(TRACE_ID);
        assertThat(escrito(rastro))
                .matches("00-" + TRACE_ID + "-[0-9a-f]{16}-01")
                .isNotEqualTo(TRACEPARENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nada", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-" + TRACE_ID})
    void semUmRastroValidoComecaOutro(String traceparent) {
        var rastro = Rastro.continua(headers(traceparent));
        assertThat(rastro.id()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE_ID);
        assertThat(escrito(rastro)).contains(rastro.id());
    }

    @Test
    void semHeaderOuComHeaderNuloTambem() {
        assertThat(Rastro.continua(new RecordHeaders()).id()).matches("[0-9a-f]{32}");
        assertThat(Rastro.continua(new RecordHeaders().add("traceparent", null)).id())
                .matches("[0-9a-f]{32}");
    }

    private static Headers headers(String traceparent) {
        return new RecordHeaders().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
    }

    private static String escrito(Rastro rastro) {
        var headers = new RecordHeaders();
        rastro.escreve(headers);
        return new String(headers.lastHeader("traceparent").value(), StandardCharsets.US_ASCII);
    }
}
