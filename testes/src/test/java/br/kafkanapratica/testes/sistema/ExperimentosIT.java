package br.kafkanapratica.testes.sistema;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.Experimento.Cenario;
import br.kafkanapratica.experimentos.curso.Curso;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
@Tag("completo")
@EnabledOnOs(OS.LINUX)
class ExperimentosIT {

    private static final Duration PRAZO = LabDeExperimentos.PRAZO;

    /** O de {@link LaboratorioNoArIT}. */
    private static final List<String> SEMPRE = List.of("reconstrucao");

    /** Uma armadilha no lugar de uma etapa, outra no de um serviço, e outra ao lado. */
    private static final List<String> COM_ARMADILHAS = List.of("no-maximo-uma-vez", "ate-o-vazio", "duas-particoes");

    @TempDir
    private static Path pasta;

    @AutoClose
    private static LabDeExperimentos lab;

    private static Aluno aluno;

    @BeforeAll
    static void sobe() throws IOException {
        lab = LabDeExperimentos.em(Files.createDirectories(pasta.resolve("lab")));
        aluno = lab.aluno();
    }

    @AfterEach
    void arruma() {
        lab.arruma();
    }

    static Stream<Experimento> comArmadilhas() {
        return comUmBroker().filter(experimento -> COM_ARMADILHAS.contains(experimento.id()));
    }

    static Stream<Experimento> osOutros() {
        return comUmBroker()
                .filter(experimento ->
                        !SEMPRE.contains(experimento.id()) && !COM_ARMADILHAS.contains(experimento.id()));
    }

    private static Stream<Experimento> comUmBroker() {
        return Curso.EXPERIMENTOS.stream().filter(experimento -> experimento.cenario() == Cenario.UM_BROKER);
    }

    @ParameterizedTest
    @MethodSource("comArmadilhas")
    void asAcoesDeAlgunsTornamTudoVerde(Experimento experimento) {
        aluno.faz(experimento);
    }

    @Tag("longo")
    @ParameterizedTest
    @MethodSource("osOutros")
    void asDeCadaUmDosOutrosTambem(Experimento experimento) {
        aluno.faz(experimento);
    }

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
        AlunoNoNavegador.faz(lab, id, largura, tema);
    }

    /** Os mesmos, só com o que se digita: o experimento num terminal, as ações noutro. */
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
                aluno.espera(experimento, i);
            }
            assertThat(terminal.esperaFim(PRAZO)).isZero();
            assertThat(terminal.linhas())
                    .filteredOn(linha -> linha.startsWith("  ✓ "))
                    .hasSameSizeAs(experimento.verificacoes());
            assertThat(terminal.linhas()).contains(experimento.explicacao().get(0));
        }
    }
}
