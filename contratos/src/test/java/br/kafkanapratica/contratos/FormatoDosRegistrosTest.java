package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Os arquivos em {@code src/test/resources} são o formato que outros programas leem: mudá-los quebra quem depende. */
class FormatoDosRegistrosTest {

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void saldoTemOFormatoDoContrato() throws IOException {
        var saldo = new Saldo("1", new BigDecimal("150.00"), "2025-10-14T15:20:57");

        assertThat(json.writeValueAsString(saldo)).isEqualTo(arquivo("saldo.json"));
        assertThat(json.readValue(arquivo("saldo.json"), Saldo.class)).isEqualTo(saldo);
    }

    private static String arquivo(String nome) throws IOException {
        try (var entrada = FormatoDosRegistrosTest.class.getResourceAsStream("/" + nome)) {
            return new String(entrada.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
