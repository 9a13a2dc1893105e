package br.kafkanapratica.testes.sistema;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cem mil pedidos sem tempo de trabalho, com a página aberta: os números são exatos, e a página não trava. */
@Tag("sozinho")
@Tag("completo")
@Tag("longo")
class DashboardCargaIT {

    private static final int PEDIDOS = 100_000;

    @AutoClose
    private DashboardNoAr lab;

    @AutoClose
    private Navegador navegador;

    @Test
    void cemMilPedidosSemTempoDeTrabalho() {
        Navegador.exige();
        PlaywrightAssertions.setDefaultAssertionTimeout(Pipeline.PRAZO.toMillis());
        lab = new DashboardNoAr(); // o dashboard tem -Xmx128m
        lab.pipeline().prontoSemPressa("estoque-service", "--estoque.tempo-processamento=0");
        lab.pipeline().prontoSemPressa("pagamento-service", "--pagamento.tempo-processamento=0");
        lab.pipeline().prontoSemPressa("notificacao-service");
        navegador = Navegador.abre();
        var pagina = navegador.pagina(lab.url("pedidos"));
        assertThat(pagina.locator("#contato")).containsText("Kafka em");
        pagina.evaluate("""
                window.intervalos = [];
                let antes = performance.now();
                (function mede(agora) {
                  window.intervalos.push(agora - antes);
                  antes = agora;
                  requestAnimationFrame(mede);
                })(antes);
                """);
        var producer =
                Execucao.de(lab.pipeline().programa("pedidos-producer", "--quantidade", Integer.toString(PEDIDOS)));
        assertThat(producer.codigo()).isZero();
        assertThat(pagina.locator(".topico.fim > p b")).hasText("100.000");
        var intervalos = ((List<?>) pagina.evaluate("window.intervalos"))
                .stream()
                        .map(intervalo -> ((Number) intervalo).doubleValue())
                        .sorted()
                        .toList();
        double p95 = intervalos.get(intervalos.size() * 95 / 100);
        System.out.printf("DashboardCargaIT: %d quadros, p95 de %.0f ms entre eles%n", intervalos.size(), p95);

        pagina.click("nav a[href='#auditor']");
        for (var parcela : Map.of("enviados", "100.000", "concluidos", "100.000", "perdidos", "0", "duplicados", "0")
                .entrySet()) {
            assertThat(pagina.locator("[data-parcela=%s]".formatted(parcela.getKey())))
                    .hasText(parcela.getValue());
        }
        assertThat(lab.dashboard().vivo()).as("com 128 MB de heap").isTrue();
        assertThat(lab.dashboard().linhas()).noneMatch(linha -> linha.contains("OutOfMemory"));
        assertThat(p95)
                .as("a página não trava: ms entre dois quadros, no 95º percentil")
                .isLessThan(500);
        assertThat(navegador.queixas()).isEmpty();
    }
}
