package br.kafkanapratica.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FerramentaTest {

    static Collection<String> classes() {
        return Ferramenta.classes().values();
    }

    @ParameterizedTest
    @MethodSource("classes")
    void todaFerramentaEstaNoJarComOSeuMain(String classe) throws ReflectiveOperationException {
        assertThat(Class.forName(classe).getMethod("main", String[].class).getModifiers())
                .matches(Modifier::isStatic);
    }

    @Test
    void oEnderecoPodeTerOProtocoloNaFrente() throws IOException {
        try (var soquete = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ferramenta.responde("PLAINTEXT://localhost:" + soquete.getLocalPort()))
                    .isTrue();
        }
        for (var errado : List.of("sem-porta", "localhost:99999999999", "localhost:70000")) {
            assertThat(Ferramenta.responde(errado))
                    .as("a ferramenta explica " + errado)
                    .isTrue();
        }
    }

    @Test
    void oLoteParaNoPrimeiroComandoQueFalhaEDevolveOCodigoDele(CapturedOutput saida) {
        assertThat(lote("\n  \ntopics --version\ntopcis --list\ngroups --version\n"))
                .isEqualTo(2);
        assertThat(saida.getAll()).contains("não conheço a ferramenta \"topcis\"");
        assertThat(lote("")).isZero();
    }

    private static int lote(String comandos) {
        return VariosComandos.executa(new ByteArrayInputStream(comandos.getBytes(StandardCharsets.UTF_8)));
    }
}
