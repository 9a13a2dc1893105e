package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ProcessoTest {

    private static final Duration PRAZO = Duration.ofSeconds(20);

    @Test
    void guardaSaidaEErroEDevolveOCodigo() {
        var vistas = new CopyOnWriteArrayList<String>();
        try (var processo = bash("echo saída; echo erro >&2; exit 3").inicia(vistas::add)) {
            assertThat(processo.esperaFim(PRAZO)).isEqualTo(3);
            assertThat(processo.linhas()).containsExactly("saída", "erro");
            assertThat(vistas).containsExactly("saída", "erro");
            assertThat(processo.vivo()).isFalse();
        }
    }

    @Test
    void conversaPelaEntradaPadraoAteOCtrlD() {
        try (var processo = bash("while read -r nome; do echo \"olá, $nome\"; done; echo tchau")
                .inicia()) {
            processo.digita("José\n");
            assertThat(processo.esperaLinha(linha -> linha.startsWith("olá"), PRAZO))
                    .isEqualTo("olá, José");
            processo.fechaEntrada();
            assertThat(processo.esperaFim(PRAZO)).isZero();
            assertThat(processo.linhas()).endsWith("tchau");
        }
    }

    @Test
    void paraDeixaOProgramaSeDespedir() {
        try (var processo = bash("trap 'echo adeus; exit 0' TERM; echo pronto; while true; do read -rt 0.1 || :; done")
                .inicia()) {
            processo.esperaLinha("pronto"::equals, PRAZO);
            assertThat(processo.para(PRAZO)).isTrue();
            assertThat(processo.esperaFim(PRAZO)).isZero();
            assertThat(processo.linhas()).containsExactly("pronto", "adeus");
        }
    }

    @Test
    void semOsSinaisDoTerminalSoAcabaQuandoOParam() throws Exception {
        try (var processo = new Programa("dorme", List.of("sleep", "60"), Map.of(), Path.of("/"))
                .semSinaisDoTerminal()
                .inicia()) {
            await().atMost(PRAZO)
                    .until(() -> !Marca.linha(processo.identidade()).contains("trap")); // já é o sleep
            for (var sinal : List.of("-INT", "-HUP")) { // a janela que se fecha
                var kill = new ProcessBuilder(
                                "kill",
                                sinal,
                                Long.toString(processo.identidade().pid()))
                        .start();
                assertThat(kill.waitFor()).isZero();
            }
            assertThat(processo.terminou(Duration.ofMillis(500))).isFalse();
            assertThat(processo.para(PRAZO)).isTrue();
            assertThat(processo.comoTerminou()).isEqualTo("SIGTERM");
        }
    }

    @Test
    void quemNaoParaNoPrazoEMorto() {
        try (var processo = bash("trap '' TERM; echo pronto; while true; do read -rt 0.1 || :; done")
                .inicia()) {
            processo.esperaLinha("pronto"::equals, PRAZO);
            assertThat(processo.para(Duration.ofMillis(300))).isFalse();
            assertThat(processo.vivo()).isFalse();
        }
    }

    @Test
    void quemTerminaOuDemoraSemALinhaEsperadaEUmErroComOQueElaDisse() {
        try (var processo = bash("echo 'a porta está ocupada'").inicia()) {
            assertThatThrownBy(() -> processo.esperaLinha("pronto"::equals, PRAZO))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("terminou sem escrever")
                    .hasMessageContaining("a porta está ocupada");
        }
        try (var processo = bash("echo iniciando; read -r").inicia()) {
            assertThatThrownBy(() -> processo.esperaLinha("pronto"::equals, Duration.ofMillis(300)))
                    .hasMessageContaining("passou do prazo");
            assertThatThrownBy(() -> processo.esperaFim(Duration.ofMillis(100))).hasMessageContaining("não terminou");
        }
    }

    @Test
    void oAmbienteEOsArgumentosSeSomamSemMudarOPrograma() {
        var original = new Programa("bash", List.of("bash", "-c", "echo $SAUDACAO $0"), Map.of(), Path.of("/"));
        var outro = original.comAmbiente("SAUDACAO", "bom dia").comArgumentos("turma");
        assertThat(original.comando()).hasSize(3);
        assertThat(original.ambiente()).isEmpty();
        try (var processo = outro.inicia()) {
            processo.esperaFim(PRAZO);
            assertThat(processo.linhas()).containsExactly("bom dia turma");
        }
    }

    private static Programa bash(String script) {
        return new Programa("bash", List.of("bash", "-c", script), Map.of(), Path.of("/"));
    }
}
