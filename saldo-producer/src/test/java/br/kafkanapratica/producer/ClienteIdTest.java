package br.kafkanapratica.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClienteIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"5", "maria", "José da Silva", "a\"b", "👩‍👩‍👧", "北京", "-1", "q1"})
    void aceitaQualquerTextoVisivel(String texto) throws EntradaInvalida {
        assertThat(ClienteId.de(texto)).isEqualTo(texto);
        assertThat(ClienteId.exato(texto)).isEqualTo(texto);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u00A0", "\u200B", "\uFEFF", " \u2003 "})
    void recusaOVazioEOInvisivel(String texto) {
        assertThatThrownBy(() -> ClienteId.de(texto)).hasMessageContaining("vazio");
        assertThatThrownBy(() -> ClienteId.exato(texto)).hasMessageContaining("vazio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\tb", "a\nb", "\u001b[31mx", "Jos\uFFFD"})
    void recusaControlesEOQueNaoEraUtf8(String texto) {
        assertThatThrownBy(() -> ClienteId.de(texto)).isInstanceOf(EntradaInvalida.class);
    }

    @Test
    void soATeclaDeEspacoEmVoltaEDescuido() throws EntradaInvalida {
        assertThat(ClienteId.de("\uFEFF 5\u00A0 ")).isEqualTo("5");
        assertThat(ClienteId.exato(" 5 ")).isEqualTo(" 5 ");
    }
}
