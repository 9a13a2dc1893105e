package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.sistema.Aluno.Espera.nada;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.segundos;
import static br.kafkanapratica.testes.sistema.Aluno.Espera.ver;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Experimento.Cenario;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.sistema.Aluno.Espera;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Um laboratório de verdade e um aluno-robô: com as ações que o experimento manda fazer, e mais nenhuma, tudo o que tem de ser visto é visto. (Que
 * outras ações não bastam, o {@code CursoTest} confere com todos.)
 */
@EnabledOnOs(OS.LINUX)
class ExperimentosIT {

    private static final Duration PRAZO = Duration.ofMinutes(2);
    private static final Pattern ENDERECO = Pattern.compile("(http://localhost:\\d+)/#chave=([\\w-]+)");

    /** O que o aluno espera depois de cada passo. */
    private static final Map<String, List<Espera>> ESPERAS = Map.ofEntries(
            Map.entry("assincronia", List.of(nada())),
            Map.entry("desacoplamento", List.of(ver(1), ver(2), nada())),
            Map.entry("pagamento-morto", List.of(ver(1), ver(2), nada())),
            Map.entry("morte-no-meio", List.of(segundos(2), segundos(8), nada())),
            Map.entry("segundo-estoque", List.of(segundos(10), ver(1), nada())),
            Map.entry("quarto-estoque", List.of(segundos(5), ver(1), nada())),
            Map.entry("ordem", List.of(nada())),
            Map.entry("chave-por-cliente", List.of(nada())),
            Map.entry("no-maximo-uma-vez", List.of(ver(1), segundos(3), segundos(8), nada())),
            Map.entry("ao-menos-uma-vez", List.of(ver(1), segundos(4), segundos(8), nada())),
            Map.entry("id-fixo", List.of(segundos(6), segundos(6), ver(2), nada())),
            Map.entry("leu-o-desfeito", List.of(segundos(4), ver(1), ver(3), nada(), nada())),
            Map.entry("poll-demorado", List.of(segundos(4), ver(2), nada())),
            Map.entry("registro-venenoso", List.of(segundos(4), ver(1), ver(2), nada())),
            Map.entry("lag-um", List.of(ver(1), nada())),
            Map.entry("reconstrucao", List.of(ver(1), ver(2), nada())),
            Map.entry("ler-a-propria-escrita", List.of(segundos(2), ver(2), nada(), nada())),
            Map.entry("remocao", List.of(ver(1), nada())),
            Map.entry("compactacao", List.of(nada(), ver(1), nada())),
            Map.entry("malformado", List.of(segundos(1), ver(2), nada())),
            Map.entry("ate-o-vazio", List.of(nada())),
            Map.entry("com-grupo", List.of(ver(1), segundos(2), nada())),
            Map.entry("em-float", List.of(nada())),
            Map.entry("duas-particoes", List.of(nada())),
            Map.entry("contas-delete", List.of(nada())));

    /** Um de cada trilha e de cada mecanismo: etapa morta, armadilha no lugar de uma, serviço morto, armadilha ao lado. */
    private static final List<String> SEMPRE =
            List.of("no-maximo-uma-vez", "reconstrucao", "ate-o-vazio", "duas-particoes");

    @TempDir
    private static Path pasta;

    private static CloneDeTeste clone;
    private static Processo laboratorio;
    private static Aluno aluno;
    private static String endereco;

    @BeforeAll
    static void sobe() throws IOException {
        clone = CloneDeTeste.em(Files.createDirectories(pasta.resolve("lab")));
        laboratorio = clone.start(PortaLivre.uma(), PortaLivre.uma())
                .comAmbiente("ESTOQUE_TEMPOPROCESSAMENTO", "1s")
                .comAmbiente("PAGAMENTO_TEMPOPROCESSAMENTO", "200ms")
                .inicia();
        var dito = ENDERECO.matcher(laboratorio.esperaLinha(linha -> linha.startsWith("No navegador: "), PRAZO));
        assertThat(dito.find()).isTrue();
        endereco = dito.group();
        laboratorio.esperaLinha(linha -> linha.startsWith("Ctrl-C aqui"), PRAZO);
        aluno = new Aluno(URI.create(dito.group(1)), dito.group(2), clone.raiz());
    }

    @AfterAll
    static void desce() throws IOException {
        Execucao.de(clone.stop());
        laboratorio.esperaFim(PRAZO);
        clone.close();
    }

    static Stream<Experimento> sempre() {
        return comUmBroker().filter(experimento -> SEMPRE.contains(experimento.id()));
    }

    static Stream<Experimento> osOutros() {
        return comUmBroker().filter(experimento -> !SEMPRE.contains(experimento.id()));
    }

    private static Stream<Experimento> comUmBroker() {
        return Curso.EXPERIMENTOS.stream().filter(experimento -> experimento.antes() == Cenario.UM_BROKER);
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
    @MethodSource("osOutros")
    void asAcoesDeCadaUmDosOutrosTambem(Experimento experimento) {
        asAcoesDeleTornamTudoVerde(experimento);
    }

    @Test
    void semAgirNadaFicaVerdeEAExplicacaoNaoAparece() {
        var experimento = Curso.experimento("pagamento-morto").orElseThrow();
        aluno.preve(experimento);
        segundos(4).depois(aluno, experimento);
        assertThat(aluno.faltas(experimento)).hasSameSizeAs(experimento.verificacoes());
        assertThat(aluno.estado(experimento).path("explicacao").isNull()).isTrue();
        assertThat(aluno.estado(experimento)
                        .path("alternativas")
                        .get(0)
                        .path("certa")
                        .isNull())
                .isTrue();
    }

    /** Da primeira tela ao relatório, só com o teclado. */
    @Test
    void noNavegadorPeloTecladoDaPrevisaoAoRelatorio() {
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(PRAZO.toMillis());
        try (var navegador = Navegador.abre()) {
            var pagina = navegador.pagina(endereco);
            assertThat(pagina.locator(".trilha").first()).isVisible();
            assertThat(pagina.url()).as("a chave não fica no endereço").doesNotContain("chave");

            tecla(pagina.locator("a[href='#experimentos/pagamento-morto']").first(), "Enter");
            tecla(pagina.locator("#previsao input[value=c]"), " ");
            tecla(pagina.locator("#previsao button"), "Enter");
            assertThat(pagina.locator("#fluxo")).isVisible(); // a visão de que se fala, ao lado
            for (int passo = 0; passo < 3; passo++) {
                tecla(pagina.locator(".passos button").nth(passo), "Enter");
                if (passo < 2) {
                    assertThat(pagina.locator(".vistas li").nth(passo)).hasAttribute("data-vista", "true");
                }
            }
            assertThat(pagina.locator(".vistas li[data-vista=true]")).hasCount(4);
            assertThat(pagina.locator(".explicacao")).isVisible();
            assertThat(pagina.locator(".alternativa[data-estado=certa]")).containsText("Sua previsão.");

            tecla(pagina.locator(".caminho-do-experimento a"), "Enter");
            pagina.fill("[name=nome]", "Ana <b>");
            var baixado = pagina.waitForDownload(
                    () -> pagina.locator("button", new Page.LocatorOptions().setHasText("Baixar o relatório"))
                            .press("Enter"));
            assertThat(baixado.path())
                    .content()
                    .contains("Ana &lt;b&gt;", "Matar o pagamento", "nenhum perdido, nenhum duplicado", "Certa.")
                    .doesNotContain("<script", "Ana <b>");
            assertThat(navegador.queixas()).isEmpty();
        }
    }

    private static void tecla(Locator onde, String qual) {
        onde.focus();
        onde.press(qual);
    }
}
