package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class MarcaTest {

    /** Quem os parou viu-os sair da tabela de processos do sistema, que é um instante antes de este programa saber do fim dos seus. */
    private static final Duration UM_INSTANTE = Duration.ofSeconds(10);

    @TempDir
    private Path pasta;

    @Test
    void achaSoOsDestaRaizComOLaboratorioPrimeiroSemLerArquivoNemRelogio() throws IOException {
        var raiz = Files.createDirectories(pasta.resolve("meu laboratório"));
        Files.createDirectories(pasta.resolve("meu laboratório/outra"));
        Files.createDirectories(raiz.resolve(".lab"));
        Files.writeString(raiz.resolve(".lab/processos"), "isto não é um registro\n"); // de uma versão anterior
        try (var broker = programa(raiz, "broker-local.jar");
                var lab = programa(raiz, "lab/target/lab.jar iniciar");
                var outro = programa(raiz.resolve("outra"), "broker-local.jar");
                var pai = programa(pasta, "broker-local.jar")) {
            assertThat(Marca.de(raiz).vivos()).containsExactly(lab.identidade(), broker.identidade());
            Parar.para(Marca.de(raiz).vivos(), new Prazos(1));
            assertThat(lab.terminou(UM_INSTANTE) && broker.terminou(UM_INSTANTE))
                    .isTrue();
            assertThat(outro.vivo() && pai.vivo()).isTrue();
            assertThat(Marca.de(raiz).vivos()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oIniciadoAMaoEOQueNaoTemAMarcaNestaRaiz() throws IOException {
        var raiz = Files.createDirectories(pasta.resolve("raiz"));
        var jar = "estoque-service/target/estoque-service.jar";
        try (var doLab = programa(raiz, jar);
                var vizinho = aMao(Files.createDirectories(pasta.resolve("vizinha")), jar)) {
            assertThat(new AMao(raiz).pid("estoque-service")).isEmpty();
            assertThat(doLab.vivo() && vizinho.vivo()).isTrue();
            try (var aMao = aMao(raiz, jar)) {
                assertThat(new AMao(raiz).pid("estoque-service"))
                        .hasValue(aMao.identidade().pid());
                assertThat(new AMao(raiz).pid("pagamento-service")).isEmpty();
            }
        }
    }

    /** As ferramentas do Kafka são o mesmo jar. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void umaFerramentaNaoEUmBroker_eCadaBrokerEODoSeuNumero() throws IOException {
        var raiz = Files.createDirectories(pasta.resolve("raiz"));
        var jar = "broker-local/target/broker-local.jar";
        try (var ferramenta = aMao(raiz, jar, "console-consumer", "--topic", "contas")) {
            assertThat(ferramenta.vivo()).isTrue();
            assertThat(new AMao(raiz).pid("broker-local")).isEmpty();
        }
        try (var primeiro = aMao(raiz, jar, "--brokers", "3");
                var segundo = aMao(raiz, jar, "--brokers", "3", "--id=2")) {
            assertThat(new AMao(raiz).pid("broker-1"))
                    .hasValue(primeiro.identidade().pid());
            assertThat(new AMao(raiz).pid("broker-2"))
                    .hasValue(segundo.identidade().pid());
            assertThat(new AMao(raiz).pid("broker-3")).isEmpty();
        }
    }

    private static Processo aMao(Path raiz, String jar, String... argumentos) {
        var processo = new Programa("bash", List.of("bash", "-c", "echo pronto; read -r", jar), Map.of(), raiz)
                .comArgumentos(argumentos)
                .inicia();
        processo.esperaLinha("pronto"::equals, Duration.ofSeconds(20));
        return processo;
    }

    /** O preparar no ar é que manda nos seus; morto ele, ninguém mandaria. */
    @Test
    void oQueUmPrepararNoArTreinaNaoSobrou_eODeUmQueMorreuSim() throws IOException {
        var treina = "bash -c 'echo pronto; read -r' \"$OPCAO\" broker-local.jar <&0 & wait";
        try (var preparar = new Programa(
                        "bash",
                        List.of("bash", "-c", treina, "lab/target/lab.jar preparar"),
                        Map.of("OPCAO", Marca.de(pasta).opcao()),
                        pasta)
                .inicia()) {
            preparar.esperaLinha("pronto"::equals, Duration.ofSeconds(20));
            assertThat(Marca.de(pasta).vivos()).isEmpty();
            var filho = preparar.identidade().children().findFirst().orElseThrow();
            try {
                preparar.mata();
                assertThat(preparar.terminou(UM_INSTANTE)).isTrue();
                assertThat(Marca.de(pasta).vivos()).containsExactly(filho);
            } finally {
                filho.destroyForcibly();
            }
        }
    }

    @Test
    void oQueSobrouPausadoTambemPara() throws IOException {
        try (var lab = programa(pasta, "lab/target/lab.jar iniciar");
                var servico = programa(pasta, "estoque-service.jar")) {
            servico.pausa();
            lab.pausa(); // Ctrl-Z no terminal dele
            Parar.para(Marca.de(pasta).vivos(), new Prazos(1));
            assertThat(lab.terminou(UM_INSTANTE) && servico.terminou(UM_INSTANTE))
                    .isTrue();
            assertThat(lab.comoTerminou()).as("por bem, e não depois do prazo").isEqualTo("SIGTERM");
            assertThat(servico.comoTerminou()).isEqualTo("SIGTERM");
        }
    }

    @Test
    void quemNaoSeDeixaPararNaoPrendeNinguem() {
        var init = ProcessHandle.of(1).orElseThrow();
        org.junit.jupiter.api.Assumptions.assumeFalse(
                System.getProperty("user.name").equals("root"));
        assertThatThrownBy(() -> Parar.para(List.of(init), new Prazos(1)))
                .hasMessageContaining("o laboratório é de root");
    }

    private static Processo programa(Path raiz, String jar) throws IOException {
        var processo = new Programa("bash", List.of("bash", "-c", "echo pronto; read -r", jar), Map.of(), Path.of("/"));
        var comando = new Programa(
                        "bash",
                        List.of(
                                "bash",
                                "-c",
                                "echo pronto; read -r",
                                Marca.de(raiz).opcao(),
                                jar),
                        Map.of(),
                        processo.pasta())
                .inicia();
        comando.esperaLinha("pronto"::equals, Duration.ofSeconds(20));
        return comando;
    }
}
