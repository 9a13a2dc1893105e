package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class EsperaTest {

    @TempDir
    private Path logs;

    @Test
    void acabaQuandoALinhaVemEQuandoQualquerUmTerminaDizendoPorQue() throws IOException {
        try (var lento = bash("lento", "echo começando; read -r -t 0.5; echo pronto; read -r");
                var morto = bash("morto", "echo 'ERRO: o disco está cheio'; exit 1");
                var topicos = bash("create-topics", "exit 0")) {
            topicos.esperaFim(java.time.Duration.ofSeconds(20));
            espera(lento, topicos).ate(() -> lento.linhas().contains("pronto"));
            assertThatThrownBy(() -> espera(lento, lento, morto).ate(() -> false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("morto terminou ao iniciar: o disco está cheio (tudo o que disse: %s)"
                            .formatted(logs.resolve("morto.log")));
        }
    }

    private Espera espera(Processo processo, Processo... todos) {
        return new Espera(processo, () -> Stream.of(todos), new Console(false, logs), logs);
    }

    private static Processo bash(String nome, String script) {
        return new Programa(nome, List.of("bash", "-c", script), Map.of(), Path.of("/")).inicia();
    }
}
