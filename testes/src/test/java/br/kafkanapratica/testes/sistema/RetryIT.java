package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.HeaderDaDlt;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.base.Volume;
import br.kafkanapratica.testes.falhas.Pausa;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** O que pode passar depois é repetido, com um teto; o que é do Kafka, e não do pedido, não conta. */
class RetryIT {

    private static final Duration PRAZO = Pipeline.PRAZO;
    /** Uma morte; no perfil completo, também uma parada por bem. */
    private static final int QUEDAS = Volume.de(1, 2);

    private static final int TENTATIVAS = 1 + 3;

    @Test
    void umaFalhaQueInsisteVaiADltDepoisDeTresRepeticoesEAParticaoAnda() {
        try (var pipeline = new Pipeline()) {
            var ids = aprova(pipeline, 6);
            var pagamento = pipeline.pronto(
                    "pagamento-service",
                    "--pagamento.tempo-processamento=0",
                    "--pagamento.falhas=1.0",
                    "--etapa.espera=50ms");
            pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS.dlt(), ids.size(), PRAZO);

            var dlt =
                    pipeline.kafka().confirmados(Topico.PEDIDOS_APROVADOS.dlt().nome());
            assertThat(dlt).extracting(Pipeline::chave).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(dlt).allSatisfy(registro -> {
                var causa = registro.headers().lastHeader(HeaderDaDlt.CAUSA).value();
                assertThat(new String(causa, StandardCharsets.UTF_8)).isEqualTo("a operadora do cartão não respondeu");
                assertThat(new String(registro.value(), StandardCharsets.UTF_8))
                        .isEqualTo(Pipeline.aprovado(Pipeline.chave(registro)));
                assertThat(tentativas(pagamento, Pipeline.chave(registro))).isEqualTo(TENTATIVAS);
            });
            assertThat(pipeline.ids(Topico.PEDIDOS_CONCLUIDOS)).isEmpty();
            assertThat(List.of(50, 100, 200))
                    .allSatisfy(espera -> assertThat(repeticoes(pagamento, "Repito em %d ms ".formatted(espera)))
                            .hasSize(ids.size()));
            assertThat(repeticoes(pagamento, "Repito em")).hasSize(3 * ids.size());
            assertThat(metrica(pagamento, "pedidos_falhas_total")).isEqualTo(TENTATIVAS * ids.size());
            assertThat(metrica(pagamento, "pedidos_dlt_total")).isEqualTo(ids.size());
            assertThat(metrica(pagamento, "pedidos_processados_total")).isZero();
        }
    }

    @Tag("completo")
    @Test
    void comFalhasAsVezesTodoPedidoEConcluidoOuVaiADltNuncaOsDois() {
        try (var pipeline = new Pipeline()) {
            var ids = aprova(pipeline, 100);
            var pagamento = pipeline.pronto(
                    "pagamento-service",
                    "--pagamento.tempo-processamento=0",
                    "--pagamento.falhas=0.3",
                    "--etapa.espera=10ms");
            await().atMost(PRAZO)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> terminados(pipeline).size() >= ids.size());

            // Nem repetido num tópico, nem nos dois, nem faltando.
            assertThat(terminados(pipeline)).containsExactlyInAnyOrderElementsOf(ids);
            int naDlt = pipeline.ids(Topico.PEDIDOS_APROVADOS.dlt()).size();
            int repeticoes = repeticoes(pagamento, "Repito em").size();
            assertThat(repeticoes).isPositive();
            assertThat(metrica(pagamento, "pedidos_processados_total")).isEqualTo(ids.size() - naDlt);
            assertThat(metrica(pagamento, "pedidos_dlt_total")).isEqualTo(naDlt);
            assertThat(metrica(pagamento, "pedidos_falhas_total")).isEqualTo(repeticoes + naDlt);
        }
    }

    @Tag("completo")
    @Test
    void oBrokerForaDoArNaoLevaNadaADltECadaQuedaEDitaUmaVez() {
        try (var pipeline = new Pipeline()) {
            var etapas = List.of(
                    pipeline.pronto("estoque-service", "--estoque.tempo-processamento=50ms"),
                    pipeline.pronto("pagamento-service", "--pagamento.tempo-processamento=50ms"),
                    pipeline.pronto("notificacao-service"));
            var ids = new ArrayList<String>();
            for (int queda = 1; queda <= QUEDAS; queda++) {
                ids.addAll(pipeline.envia(20));
                pipeline.esperaQuantos(Topico.PEDIDOS_CONCLUIDOS, ids.size(), PRAZO);
                // Parado o pagamento, a queda acha pedidos a caminho por mais depressa, ou mais devagar, que a máquina
                // ande.
                try (var pausa = new Pausa(etapas.get(1))) {
                    ids.addAll(pipeline.envia(40));
                    if (queda == 2) {
                        pipeline.broker().para();
                    } else {
                        pipeline.broker().mata();
                    }
                }
                for (var etapa : etapas) {
                    esperaVezes(etapa, "Não alcanço o Kafka", queda);
                }
                pipeline.broker().volta();
                for (var etapa : etapas) {
                    esperaVezes(etapa, "O Kafka voltou.", queda);
                }
            }
            pipeline.esperaQuantos(Topico.PEDIDOS_CONCLUIDOS, ids.size(), PRAZO);
            var avisos = etapas.get(2);
            await().atMost(PRAZO)
                    .untilAsserted(
                            () -> assertThat(avisados(avisos, "concluído: ")).containsAll(ids));

            assertThat(pipeline.ids(Topico.PEDIDOS_CONCLUIDOS)).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(avisados(avisos, "concluído: ")).doesNotHaveDuplicates(); // o mesmo processo se lembra
            for (var topico : List.of(Topico.NOVOS_PEDIDOS, Topico.PEDIDOS_APROVADOS, Topico.PEDIDOS_CONCLUIDOS)) {
                assertThat(pipeline.ids(topico.dlt())).as(topico.dlt().nome()).isEmpty();
            }
            assertThat(etapas).allSatisfy(etapa -> {
                assertThat(vezes(etapa, "Não alcanço o Kafka")).isEqualTo(QUEDAS);
                assertThat(vezes(etapa, "O Kafka voltou.")).isEqualTo(QUEDAS);
                assertThat(etapa.linhas())
                        .allMatch(linha -> linha.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN ) \\[[A-Z]+] .*"));
            });
        }
    }

    /** Pedidos bons direto em {@code pedidos_aprovados}. */
    private static List<String> aprova(Pipeline pipeline, int quantos) {
        var ids = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(quantos)
                .toList();
        ids.forEach(id -> pipeline.kafka().escreve(Topico.PEDIDOS_APROVADOS.nome(), id, Pipeline.aprovado(id)));
        return ids;
    }

    private static List<String> terminados(Pipeline pipeline) {
        return Stream.of(Topico.PEDIDOS_CONCLUIDOS, Topico.PEDIDOS_APROVADOS.dlt())
                .flatMap(topico -> pipeline.ids(topico).stream())
                .toList();
    }

    private static List<String> repeticoes(Processo pagamento, String texto) {
        return Pipeline.linhas(
                pagamento, linha -> linha.contains("a operadora do cartão não respondeu. ") && linha.contains(texto));
    }

    private static int tentativas(Processo pagamento, String id) {
        return vezes(pagamento, "Recebi pedido: " + id);
    }

    private static List<String> avisados(Processo notificacao, String texto) {
        return Pipeline.linhas(notificacao, linha -> linha.contains(texto)).stream()
                .map(linha -> linha.replaceAll(".*Pedido (\\S+) de .*", "$1"))
                .toList();
    }

    private static int vezes(Processo etapa, String texto) {
        return Pipeline.linhas(etapa, linha -> linha.contains(texto)).size();
    }

    private static void esperaVezes(Processo etapa, String texto, int vezes) {
        await().alias("%s: %d vezes «%s»".formatted(etapa.nome(), vezes, texto))
                .atMost(PRAZO)
                .until(() -> vezes(etapa, texto) >= vezes);
    }

    private static double metrica(Processo etapa, String nome) {
        var linhas = new ServicoEmJar(etapa, Pipeline.porta(etapa))
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(linha -> linha.matches(nome + "(\\{.*})? .*"))
                .toList();
        assertThat(linhas).as(nome).isNotEmpty();
        return linhas.stream()
                .mapToDouble(linha -> Double.parseDouble(linha.substring(linha.lastIndexOf(' ') + 1)))
                .sum();
    }
}
