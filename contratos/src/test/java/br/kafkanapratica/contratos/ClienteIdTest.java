package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClienteIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"5", "maria", "José da Silva", "a\"b", "👩‍👩‍👧", "北京", "-1", "q1"})
    void aceitaQualquerTextoVisivel(String texto) throws EntradaInvalida {
        assertThat(ClienteId.digitado(texto)).isEqualTo(texto);
        assertThat(ClienteId.exato(texto)).isEqualTo(texto);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u00A0", "\u200B", "\uFEFF", " \u2003 "})
    void recusaOVazioEOInvisivel(String texto) {
        assertThatThrownBy(() -> ClienteId.digitado(texto)).hasMessageContaining("vazio");
        assertThatThrownBy(() -> ClienteId.exato(texto)).hasMessageContaining("vazio");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "a\tb",
                "a\nb",
                "\u001b[31mx",
                "Jos\uFFFD",
                "\uD83D",
                "a\u2028b",
                "\u202E5",
                "a\u200Fb"
            })
    void recusaControlesEOQueNaoEraUtf8(String texto) {
        assertThatThrownBy(() -> ClienteId.digitado(texto)).isInstanceOf(EntradaInvalida.class);
    }

    @Test
    void soATeclaDeEspacoEmVoltaEDescuido() throws EntradaInvalida {
        assertThat(ClienteId.digitado("\uFEFF 5\u00A0 ")).isEqualTo("5");
        assertThat(ClienteId.exato(" 5 ")).isEqualTo(" 5 ");
    }

    @Test
    void vaiAteDuzentosCaracteresOsDeForaDoPlanoBasicoTambem() throws EntradaInvalida {
        for (var caractere : List.of("x", "é", "😀")) {
            var maior = caractere.repeat(ClienteId.MAXIMO);
            assertThat(ClienteId.exato(maior)).isEqualTo(maior);
            assertThat(ClienteId.digitado(" " + maior + " ")).isEqualTo(maior);
            assertThatThrownBy(() -> ClienteId.exato(maior + caractere))
                    .isInstanceOf(EntradaInvalida.class)
                    .hasMessage("o ID do cliente tem 201 caracteres, e o máximo é 200");
        }
        assertThatThrownBy(() -> ClienteId.digitado("x".repeat(300_000))).hasMessageContaining("o máximo é 200");
    }
}
