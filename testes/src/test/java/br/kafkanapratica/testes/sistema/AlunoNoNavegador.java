package br.kafkanapratica.testes.sistema;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.Alternativa;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.curso.Curso;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.regex.Pattern;

/** O aluno-robô com um navegador de verdade: da primeira tela ao relatório, só com o teclado e os botões. */
final class AlunoNoNavegador {

    private AlunoNoNavegador() {}

    static void faz(LabDeExperimentos lab, String id, int largura, ColorScheme tema) {
        var aluno = lab.aluno();
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(LabDeExperimentos.PRAZO.toMillis());
        var experimento = Curso.experimento(id).orElseThrow();
        var certa = experimento.alternativas().stream()
                .filter(Alternativa::certa)
                .findFirst()
                .orElseThrow();
        aluno.recomeca(experimento);
        try (var navegador = Navegador.abre()) {
            try {
                percorre(navegador, lab, experimento, certa.letra(), largura, tema);
            } catch (AssertionError | RuntimeException falha) {
                Vestigios.guarda("aluno-" + id); // com a página ainda aberta
                throw falha;
            }
        }
    }

    private static void percorre(
            Navegador navegador,
            LabDeExperimentos lab,
            Experimento experimento,
            String letra,
            int largura,
            ColorScheme tema) {
        var id = experimento.id();
        var pagina = navegador.pagina(lab.endereco().replaceFirst("#.*", ""), largura);
        // O endereço com a chave, na aba que já estava aberta: ela não se recarrega por isso.
        pagina.evaluate("endereco => { location.href = endereco; }", lab.endereco());
        pagina.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(tema));
        assertThat(pagina.locator(".trilha").first()).isVisible();
        assertThat(pagina).not().hasURL(Pattern.compile("chave")); // ela não fica no endereço

        tecla(pagina.locator("a[href='#experimentos/" + id + "']").last(), "Enter");
        tecla(pagina.locator("#previsao input[value=" + letra + "]"), " ");
        tecla(pagina.locator("#previsao button"), "Enter");
        assertThat(pagina.locator(id.equals("reconstrucao") ? "#tabela-saldos" : "#fluxo"))
                .isVisible(); // a visão de que se fala, ao lado
        for (int passo = 0; passo < experimento.passos().size(); passo++) {
            tecla(pagina.locator(".passos button").nth(passo), "Enter");
            assertThat(pagina.locator(".passos button").nth(passo)).not().hasAttribute("aria-busy", "true");
            if (id.equals("morte-no-meio")
                    && passo == 1) { // diz-se por uns segundos, e o grupo pode levar mais a notar a morte
                assertThat(pagina.locator(".grupo[data-etapa=estoque] .voltou"))
                        .containsText("voltou à fila"); // o que o morto tinha na mão
            }
            lab.aluno().espera(experimento, passo);
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

    private static void tecla(Locator onde, String qual) {
        onde.focus();
        onde.press(qual);
    }
}
