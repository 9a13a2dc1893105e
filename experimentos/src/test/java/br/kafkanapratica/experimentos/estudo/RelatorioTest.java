package br.kafkanapratica.experimentos.estudo;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.juiz.Lugar;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelatorioTest {

    private static final Instant AGORA = Instant.parse("2026-11-27T12:00:00Z");
    private static final Clock RELOGIO = Clock.fixed(AGORA, ZoneId.of("America/Sao_Paulo"));

    @Test
    void oQueVeioDeUmTopicoOuDeUmFormularioNaoEMarkup() {
        var experimento = Curso.EXPERIMENTOS.get(0);
        var prova =
                new Prova(AGORA, "o valor é: <script>alert('1')</script>", List.of(new Lugar("novos_pedidos", 1, 2)));
        var folha = Folha.nova(experimento.id(), "a", AGORA)
                .com(List.of(new Folha.Vista(experimento.verificacoes().get(0).texto(), prova)), null);

        var html = Relatorio.html("Ana \"<b>\" & Zé", List.of(folha), RELOGIO);

        assertThat(html)
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;", "Ana &quot;&lt;b&gt;&quot; &amp; Zé")
                .doesNotContain("<script", "<b>")
                .contains(
                        "27/11/2026 09:00:00",
                        "novos_pedidos, partição 1, offset 2",
                        "0 de %d experimentos".formatted(Curso.EXPERIMENTOS.size()));
    }

    @Test
    void aExplicacaoSoApareceDepoisDeTudoVisto() {
        var experimento = Curso.EXPERIMENTOS.get(0);
        var comecada = Folha.nova(experimento.id(), "a", AGORA);
        var completa = comecada.com(List.of(), AGORA);

        assertThat(Relatorio.html("", List.of(comecada), RELOGIO)).doesNotContain("Não foi assim");
        assertThat(Relatorio.html("", List.of(completa), RELOGIO)).contains("Não foi assim", "tudo visto em");
        assertThat(Relatorio.html("", List.of(), RELOGIO)).contains("Nenhum experimento começado");
    }
}
