package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InicioDeRastroTest {

    /** A forma do W3C Trace Context: versão, trace id, span id, e a marca de que se quer ver este. */
    @Test
    void cadaUmEDiferenteENaFormaQueTodosEntendem() {
        assertThat(Stream.generate(InicioDeRastro::novo).limit(1_000))
                .doesNotHaveDuplicates()
                .allMatch(rastro -> rastro.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"))
                .noneMatch(rastro -> rastro.contains("0".repeat(16)));
    }
}
