package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MotivoDoFimTest {

    @Test
    void oCodigoDizComoTerminou() {
        assertThat(Stream.of(0, 130, 137, 143, 1).map(MotivoDoFim::doCodigo))
                .containsExactly("por si", "Ctrl-C", "kill -9", "SIGTERM", "erro (código 1)");
        assertThat(MotivoDoFim.foiUmErro(1)).isTrue();
        assertThat(MotivoDoFim.foiUmErro(137)).isFalse();
    }

    @Test
    void oErroQueOProgramaDisseValeMaisQueOResto() {
        assertThat(MotivoDoFim.de(List.of("começando", "ERRO: o disco está cheio.", "adeus")))
                .isEqualTo("o disco está cheio.");
        assertThat(MotivoDoFim.de(List.of("14:00:01 WARN x", "14:00:02 ERROR Leitor: quebrou", "\tat a.B")))
                .isEqualTo("quebrou");
        assertThat(MotivoDoFim.de(List.of("Error occurred during initialization of VM")))
                .startsWith("Error occurred");
        assertThat(MotivoDoFim.de(List.of("uma", "duas", ""))).isEqualTo("duas");
        assertThat(MotivoDoFim.de(List.of())).isEqualTo("não disse nada");
    }
}
