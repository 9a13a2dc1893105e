package br.kafkanapratica.dashboard.experimentos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.dashboard.ComandosDeTeste;
import br.kafkanapratica.dashboard.experimentos.ExperimentosController.Previsao;
import br.kafkanapratica.dashboard.experimentos.Vistas.UmaTrilha;
import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.experimentos.estudo.Caderno;
import br.kafkanapratica.experimentos.fatos.Coletor.Fontes;
import br.kafkanapratica.experimentos.fatos.Laboratorio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** A API do curso, sem Kafka: o que se mostra antes e depois da previsão, e o que se recusa. */
class ExperimentosControllerTest {

    @TempDir
    private Path pasta;

    private Sala sala;
    private ExperimentosController controller;

    @BeforeEach
    void abre() {
        sala = new Sala(new Caderno(pasta.resolve("dados/caderno.json")), fontes(), Clock.systemUTC());
        controller = new ExperimentosController(sala, ComandosDeTeste.nasPortasDeSempre(), Clock.systemUTC());
    }

    @AfterEach
    void fecha() {
        sala.destroy();
    }

    private static Fontes fontes() {
        return new Fontes(
                Map.of("bootstrap.servers", "localhost:1"), URI.create("http://localhost:1"), Laboratorio.NENHUM);
    }

    @Test
    void aListaTemTodosEDizOProximo() {
        var lista = controller.lista();
        assertThat(lista).isNotNull();
        assertThat(lista.trilhas())
                .extracting(UmaTrilha::titulo)
                .containsExactly("Pedidos", "Garantias", "Saldos", "Cluster");
        assertThat(lista.trilhas().stream().flatMap(trilha -> trilha.experimentos().stream()))
                .hasSameSizeAs(Curso.EXPERIMENTOS)
                .allMatch(resumo -> resumo.situacao().equals("por-fazer") && resumo.acertou() == null);
        assertThat(lista.proximo()).isEqualTo("assincronia");
    }

    @Test
    void soDepoisDeVerTudoSeDizQuemTemRazao() {
        var antes = controller.um("assincronia");
        assertThat(antes).isNotNull();
        assertThat(antes.previsao()).isNull();

        var previsto = controller.preve("assincronia", new Previsao("b"));
        assertThat(previsto.previsao()).isEqualTo("b");
        assertThat(previsto.explicacao()).isNull();
        assertThat(previsto.alternativas()).allMatch(opcao -> opcao.certa() == null && opcao.porque() == null);
        assertThat(previsto.passos().get(0).comando())
                .isEqualTo("java -jar pedidos-producer/target/pedidos-producer.jar --quantidade 10");
        assertThat(controller.lista().trilhas().get(0).experimentos().get(0).situacao())
                .isEqualTo("comecado");

        assertThat(controller.recomeca("assincronia").previsao()).isNull();
        assertThat(controller.um("1").previsao()).isNull();
    }

    @Test
    void oQueNaoHaERecusadoComUmaFrase() {
        recusa(HttpStatus.NOT_FOUND, () -> controller.um("nenhum"));
        recusa(HttpStatus.NOT_FOUND, () -> controller.um("../1"));
        recusa(HttpStatus.BAD_REQUEST, () -> controller.preve("assincronia", new Previsao("z")));
        recusa(HttpStatus.BAD_REQUEST, () -> controller.preve("assincronia", new Previsao(null)));
    }

    @Test
    void semOndeEscreverOCadernoSeDiz() throws IOException {
        Files.writeString(pasta.resolve("dados"), "isto é um arquivo");
        assertThatThrownBy(() -> controller.preve("assincronia", new Previsao("a")))
                .isInstanceOfSatisfying(
                        UncheckedIOException.class,
                        erro -> assertThat(controller.semCaderno(erro).getDetail())
                                .contains("caderno.json", "DASHBOARD_CADERNO"));
    }

    @Test
    void quemComecaOutroTemDeRecomecarOQueFicouPorAcabar() {
        controller.preve("desacoplamento", new Previsao("a"));
        controller.preve("pagamento-morto", new Previsao("a"));

        var deixado = controller.um("desacoplamento");
        assertThat(deixado.previsao()).as("a folha fica").isEqualTo("a");
        assertThat(deixado.verificacoes()).allMatch(uma -> uma.falta().contains("recomece este"));
        assertThat(controller.um("pagamento-morto").verificacoes())
                .noneMatch(uma -> uma.falta().contains("recomece este"));

        controller.recomeca("desacoplamento");
        assertThat(controller.preve("desacoplamento", new Previsao("c")).verificacoes())
                .noneMatch(uma -> uma.falta().contains("recomece este"));
    }

    @Test
    void oRelatorioSeBaixaENaoSeAbreNaPagina() {
        controller.preve("assincronia", new Previsao("a"));
        var relatorio = controller.relatorio(" <i>Zé</i> ");
        assertThat(relatorio.getHeaders().getFirst("Content-Disposition"))
                .isEqualTo("attachment; filename=\"experimentos-i-ze-i.html\"");
        assertThat(relatorio.getBody()).contains("&lt;i&gt;Zé&lt;/i&gt;", "O producer espera por alguém?");
        assertThat(controller.relatorio("x".repeat(500)).getBody()).doesNotContain("x".repeat(101));
    }

    private static void recusa(HttpStatus status, ThrowingCallable oQue) {
        assertThatThrownBy(oQue)
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        erro -> assertThat(erro.getStatusCode()).isEqualTo(status));
    }
}
