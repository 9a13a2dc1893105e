package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.contratos.EtapaDoPipeline.NOTIFICACAO;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.aprovados;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.emDia;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.gravou;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.membros;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.nada;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.pausado;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.pedidoNaMao;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.semNinguem;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.terminado;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.ver;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.verInsistindo;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.experimentos.Alternativa;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Experimento.Cenario;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.testes.sistema.Aluno.Espera;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Um laboratório de verdade e um aluno-robô: com as ações que o experimento manda fazer, e mais nenhuma, tudo o que tem de ser visto é visto. (Que
 * outras ações não bastam, o {@code CursoTest} confere com todos.)
 */
@EnabledOnOs(OS.LINUX)
class ExperimentosIT {

    private static final Duration PRAZO = LabDeExperimentos.PRAZO;

    /** O que o aluno espera depois de cada passo. */
    private static final Map<String, List<Espera>> ESPERAS = Map.ofEntries(
            Map.entry("assincronia", List.of(nada())),
            Map.entry("desacoplamento", List.of(ver(1), ver(2), nada())),
            Map.entry("pagamento-morto", List.of(ver(1), ver(2), nada())),
            Map.entry("morte-no-meio", List.of(pedidoNaMao("estoque-service"), semNinguem(ESTOQUE), nada())),
            Map.entry("segundo-estoque", List.of(emDia(ESTOQUE), ver(1), nada())),
            Map.entry("quarto-estoque", List.of(emDia(ESTOQUE), membros(ESTOQUE, 2), ver(1), ver(2), nada())),
            Map.entry("ordem", List.of(nada())),
            Map.entry("chave-por-cliente", List.of(nada())),
            Map.entry(
                    "no-maximo-uma-vez", List.of(ver(1), pedidoNaMao("estoque-service"), semNinguem(ESTOQUE), nada())),
            Map.entry("ao-menos-uma-vez", List.of(ver(1), aprovados(1), semNinguem(ESTOQUE), nada())),
            Map.entry("id-fixo", List.of(membros(ESTOQUE, 1), ver(1), ver(2), nada())),
            Map.entry("leu-o-desfeito", List.of(membros(ESTOQUE, 1), ver(1), ver(3), nada(), nada())),
            Map.entry("poll-demorado", List.of(membros(ESTOQUE, 1), ver(2), nada())),
            Map.entry("registro-venenoso", List.of(membros(ESTOQUE, 1), ver(1), ver(2), nada())),
            Map.entry("lag-um", List.of(ver(1), nada())),
            Map.entry("onde-acaba", List.of(ver(1), ver(2), semNinguem(NOTIFICACAO), nada())),
            Map.entry("reconstrucao", List.of(ver(1), ver(2), nada())),
            Map.entry("ler-a-propria-escrita", List.of(pausado("saldo-service"), ver(2), nada(), nada())),
            Map.entry("remocao", List.of(ver(1), nada())),
            Map.entry("compactacao", List.of(nada(), ver(1), nada())),
            Map.entry("malformado", List.of(nada(), ver(2), nada())),
            Map.entry("ate-o-vazio", List.of(verInsistindo(1, "saldo-ate-o-vazio"))),
            Map.entry("com-grupo", List.of(gravou("grupo_saldo"), terminado("saldo-com-grupo"), nada())),
            Map.entry("em-float", List.of(nada())),
            Map.entry("duas-particoes", List.of(nada())),
            Map.entry("contas-delete", List.of(nada())));

    /** Um de cada trilha: uma armadilha no lugar de uma etapa, e um serviço morto. No navegador, sempre, uma etapa morta. */
    private static final List<String> SEMPRE = List.of("no-maximo-uma-vez", "reconstrucao");

    /** Uma armadilha no lugar de um serviço, e outra ao lado. */
    private static final List<String> COM_OUTRAS_ARMADILHAS = List.of("ate-o-vazio", "duas-particoes");

    @TempDir
    private static Path pasta;

    private static LabDeExperimentos lab;
    private static Aluno aluno;

    @BeforeAll
    static void sobe() throws IOException {
        lab = LabDeExperimentos.em(Files.createDirectories(pasta.resolve("lab")));
        aluno = lab.aluno();
    }

    @AfterAll
    static void desce() throws IOException {
        lab.close();
    }

    /** O seguinte começa como um aluno que acaba de subir o laboratório: um de cada, certo, no ar e com as suas partições. */
    @AfterEach
    void arruma() {
        var controle = lab.controle();
        for (var processo : controle.processos()) {
            if (processo.vivo() && processo.armadilha()) {
                controle.pede("certo", processo.papel().isEmpty() ? processo.nome() : processo.papel());
            } else if (processo.vivo() && processo.nome().matches(".*-service-\\d+")) {
                controle.pede("parar", processo.nome());
            } else if (!processo.vivo() && processo.nome().matches("[a-z]+-service")) {
                controle.pede("iniciar", processo.nome());
            }
        }
        await().atMost(PRAZO)
                .untilAsserted(() -> assertThat(aluno.grupos())
                        .allSatisfy(grupo -> assertThat(grupo).hasSize(1)));
    }

    static Stream<Experimento> sempre() {
        return comUmBroker().filter(experimento -> SEMPRE.contains(experimento.id()));
    }

    static Stream<Experimento> comOutrasArmadilhas() {
        return comUmBroker().filter(experimento -> COM_OUTRAS_ARMADILHAS.contains(experimento.id()));
    }

    static Stream<Experimento> osOutros() {
        return comUmBroker()
                .filter(experimento ->
                        !SEMPRE.contains(experimento.id()) && !COM_OUTRAS_ARMADILHAS.contains(experimento.id()));
    }

    private static Stream<Experimento> comUmBroker() {
        return Curso.EXPERIMENTOS.stream().filter(experimento -> experimento.cenario() == Cenario.UM_BROKER);
    }

    @ParameterizedTest
    @MethodSource("sempre")
    void asAcoesDeleTornamTudoVerde(Experimento experimento) {
        aluno.faz(experimento, ESPERAS.get(experimento.id()));
        assertThat(aluno.lugares(experimento))
                .as("as provas apontam para registros de tópicos que há")
                .allMatch(lugar -> lugar.matches("[a-z_-]+, partição \\d+, offset \\d+"));
    }

    @Tag("completo")
    @ParameterizedTest
    @MethodSource("comOutrasArmadilhas")
    void asDeAlgunsTambem(Experimento experimento) {
        asAcoesDeleTornamTudoVerde(experimento);
    }

    @Tag("completo")
    @Tag("longo")
    @ParameterizedTest
    @MethodSource("osOutros")
    void asAcoesDeCadaUmDosOutrosTambem(Experimento experimento) {
        asAcoesDeleTornamTudoVerde(experimento);
    }

    @Test
    void semAgirNadaFicaVerdeEAExplicacaoNaoAparece() {
        var experimento = Curso.experimento("pagamento-morto").orElseThrow();
        aluno.preve(experimento);
        assertThat(aluno.faltas(experimento)).hasSameSizeAs(experimento.verificacoes());
        assertThat(aluno.estado(experimento).path("explicacao").isNull()).isTrue();
        assertThat(aluno.estado(experimento)
                        .path("alternativas")
                        .get(0)
                        .path("certa")
                        .isNull())
                .isTrue();
    }

    /** Da primeira tela ao relatório, só com o teclado e os botões. */
    @Test
    void noNavegadorPeloTecladoDaPrevisaoAoRelatorio() {
        noNavegador("morte-no-meio", 1920, ColorScheme.LIGHT);
    }

    @Tag("completo")
    @Tag("longo")
    @ParameterizedTest
    @CsvSource({
        "no-maximo-uma-vez, 1920, LIGHT",
        "reconstrucao, 1920, LIGHT",
        "morte-no-meio, 375, DARK",
        "no-maximo-uma-vez, 375, DARK",
        "reconstrucao, 375, DARK"
    })
    void nasOutrasTrilhasENumTelefoneTambem(String id, int largura, ColorScheme tema) {
        noNavegador(id, largura, tema);
    }

    /** Os mesmos, só com o que se digita: o experimento num terminal, as ações noutro. */
    @Tag("completo")
    @Tag("longo")
    @ParameterizedTest
    @ValueSource(strings = {"morte-no-meio", "no-maximo-uma-vez", "reconstrucao"})
    void soPeloTerminal(String id) {
        var experimento = Curso.experimento(id).orElseThrow();
        try (var terminal = lab.copia()
                .script("lab.sh", Map.of(), "experimento", id, "--recomecar", "--previsao", "c")
                .inicia()) {
            terminal.esperaLinha(linha -> linha.startsWith("O que tem de ser visto"), PRAZO);
            for (int i = 0; i < experimento.passos().size(); i++) {
                aluno.digita(experimento, i);
                ESPERAS.get(id).get(i).depois(aluno, experimento);
            }
            assertThat(terminal.esperaFim(PRAZO)).isZero();
            assertThat(terminal.linhas())
                    .filteredOn(linha -> linha.startsWith("  ✓ "))
                    .hasSameSizeAs(experimento.verificacoes());
            assertThat(terminal.linhas()).contains(experimento.explicacao().get(0));
        }
    }

    private static void noNavegador(String id, int largura, ColorScheme tema) {
        var esperas = ESPERAS.get(id);
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(PRAZO.toMillis());
        var experimento = Curso.experimento(id).orElseThrow();
        var certa = experimento.alternativas().stream()
                .filter(Alternativa::certa)
                .findFirst()
                .orElseThrow();
        aluno.recomeca(experimento);
        try (var navegador = Navegador.abre()) {
            var pagina = navegador.pagina(lab.endereco(), largura);
            pagina.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(tema));
            assertThat(pagina.locator(".trilha").first()).isVisible();
            assertThat(pagina.url()).as("a chave não fica no endereço").doesNotContain("chave");

            tecla(pagina.locator("a[href='#experimentos/" + id + "']").last(), "Enter");
            tecla(pagina.locator("#previsao input[value=" + certa.letra() + "]"), " ");
            tecla(pagina.locator("#previsao button"), "Enter");
            assertThat(pagina.locator(id.equals("reconstrucao") ? "#tabela-saldos" : "#fluxo"))
                    .isVisible(); // a visão de que se fala, ao lado
            for (int passo = 0; passo < experimento.passos().size(); passo++) {
                tecla(pagina.locator(".passos button").nth(passo), "Enter");
                assertThat(pagina.locator(".passos button").nth(passo)).not().hasAttribute("aria-busy", "true");
                esperas.get(passo).depois(aluno, experimento);
                if (id.equals("morte-no-meio") && passo == 1) {
                    assertThat(pagina.locator(".grupo[data-etapa=estoque] .voltou"))
                            .containsText("voltou à fila"); // o que o morto tinha na mão
                }
            }
            assertThat(pagina.locator(".vistas li[data-vista=true]"))
                    .hasCount(experimento.verificacoes().size());
            assertThat(pagina.locator(".explicacao")).isVisible();
            assertThat(pagina.locator(".alternativa[data-estado=certa]")).containsText("Sua previsão.");

            tecla(pagina.locator(".caminho-do-experimento a"), "Enter");
            pagina.fill("[name=nome]", "Ana <b>");
            var baixado = pagina.waitForDownload(() -> tecla(pagina.locator("a[download]"), "Enter"));
            assertThat(baixado.path())
                    .content()
                    .contains("Ana &lt;b&gt;", experimento.titulo(), "Certa.")
                    .doesNotContain("<script", "Ana <b>");
            assertThat(navegador.queixas()).isEmpty();
        }
    }

    private static void tecla(Locator onde, String qual) {
        onde.focus();
        onde.press(qual);
    }
}
