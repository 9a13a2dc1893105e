package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.falhas.Pausa;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As partes 2, 3 e 4 do curso (README), passo a passo, com o tempo de trabalho encurtado. */
@Tag("completo")
@Tag("sozinho")
class CursoIT {

    private static final String ESTOQUE = "estoque-service";
    private static final String PAGAMENTO = "pagamento-service";
    private static final String NOTIFICACAO = "notificacao-service";
    private static final String ESTOQUE_300_MS = "--estoque.tempo-processamento=300ms";
    private static final String PAGAMENTO_100_MS = "--pagamento.tempo-processamento=100ms";
    private static final Duration PRAZO = Duration.ofMinutes(3);

    @Test
    void parte2OsPedidosVaoDeUmTerminalAoOutroEOProdutorNaoEsperaPorNinguem() {
        try (var pipeline = new Pipeline()) {
            var estoque = pipeline.digita(ESTOQUE, "--estoque.tempo-processamento=2s");
            var pagamento = pipeline.digita(PAGAMENTO, PAGAMENTO_100_MS);
            var notificacao = pipeline.digita(NOTIFICACAO);
            List.of(estoque, pagamento, notificacao).forEach(CursoIT::esperaParticoes);

            Execucao produtor;
            try (var parado = new Pausa(estoque)) { // o produtor termina com quem o atende parado: não espera por ele
                produtor = Execucao.de(pipeline.programa("pedidos-producer", "--quantidade", "3"));
            }
            assertThat(produtor.codigo()).isZero();
            assertThat(pipeline.kafka().confirmados(Topico.NOVOS_PEDIDOS.nome()))
                    .extracting(ConsumerRecord::partition)
                    .as("as três partições recebem pedidos")
                    .containsExactlyInAnyOrder(0, 1, 2);

            await().atMost(PRAZO).until(() -> avisos(notificacao).size() == 3);
            for (var id : pipeline.ids(Topico.NOVOS_PEDIDOS)) {
                assertThat(produtor.saida()).contains("[PRODUTOR] Pedido enviado: " + id + " (Cliente: cliente_");
                assertThat(estoque.linhas())
                        .anyMatch(linha -> linha.contains("[ESTOQUE] Recebi pedido: " + id))
                        .anyMatch(linha -> linha.contains("[ESTOQUE] Pedido " + id + " APROVADO."));
                assertThat(pagamento.linhas())
                        .anyMatch(linha -> linha.contains("[PAGAMENTO] Recebi pedido: " + id))
                        .anyMatch(linha -> linha.contains("[PAGAMENTO] Pedido " + id + " PAGO."));
                assertThat(avisos(notificacao))
                        .anyMatch(linha -> linha.contains("[NOTIFICACAO] Pedido " + id + " de cliente_"));
            }
        }
    }

    @Test
    void parte3MortoOPagamentoNadaSePerdeENaVoltaTudoPassa() {
        try (var pipeline = new Pipeline()) {
            var estoque = pipeline.inicia(ESTOQUE, "--estoque.tempo-processamento=50ms");
            var pagamento = pipeline.inicia(PAGAMENTO, PAGAMENTO_100_MS);
            var notificacao = pipeline.inicia(NOTIFICACAO);
            List.of(estoque, pagamento, notificacao).forEach(CursoIT::esperaParticoes);

            pagamento.mata();
            assertThat(Execucao.de(pipeline.programa("pedidos-producer")).codigo())
                    .isZero();
            pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, 10, PRAZO);
            assertThat(pipeline.ids(Topico.PEDIDOS_CONCLUIDOS)).isEmpty();
            assertThat(avisos(notificacao)).isEmpty();

            pipeline.inicia(PAGAMENTO, PAGAMENTO_100_MS);
            await().atMost(PRAZO).until(() -> avisos(notificacao).size() == 10);
            assertThat(pipeline.ids(Topico.PEDIDOS_CONCLUIDOS))
                    .containsExactlyInAnyOrderElementsOf(pipeline.ids(Topico.NOVOS_PEDIDOS));
        }
    }

    /** Três partições: duas instâncias dão no máximo 1,5×, porque uma fica com duas; três dão 3×. */
    @Test
    void parte4MaisInstanciasDividemACarga() {
        try (var pipeline = new Pipeline()) {
            var instancias = new ArrayList<Processo>();
            instancias.add(pipeline.pronto(ESTOQUE, ESTOQUE_300_MS));
            var uma = quantoLeva(pipeline);

            instancias.add(pipeline.inicia(ESTOQUE, ESTOQUE_300_MS));
            await().atMost(PRAZO).until(() -> divididas(instancias));
            var duas = quantoLeva(pipeline);
            assertThat(instancias)
                    .allSatisfy(instancia -> assertThat(aprovacoes(instancia)).isPositive());

            instancias.add(pipeline.inicia(ESTOQUE, ESTOQUE_300_MS));
            await().atMost(PRAZO).until(() -> divididas(instancias));
            long antesDaTerceira = aprovacoes(instancias.get(2));
            var tres = quantoLeva(pipeline);
            assertThat(aprovacoes(instancias.get(2)) - antesDaTerceira)
                    .as("uma partição de três, dos seis pedidos do aquecimento e das duas vezes trinta")
                    .isEqualTo(22);

            System.out.printf("CursoIT: 30 pedidos com 1, 2 e 3 instâncias: %s, %s e %s%n", uma, duas, tres);
            assertThat(vezes(uma, duas)).as("1,5× com duas").isGreaterThan(1.2);
            assertThat(vezes(uma, tres)).as("3× com três").isGreaterThan(2);
        }
    }

    /** A menor de duas medidas: um engasgo da máquina só as alonga. */
    private static Duration quantoLeva(Pipeline pipeline) {
        pede(pipeline, 6); // a primeira transação de uma instância nova não conta
        return Collections.min(List.of(umaVez(pipeline), umaVez(pipeline)));
    }

    /** Do primeiro pedido escrito ao último aprovado, pelos timestamps dos registros. */
    private static Duration umaVez(Pipeline pipeline) {
        int jaFeitos = pipeline.ids(Topico.PEDIDOS_APROVADOS).size();
        pede(pipeline, 30);
        var novos = tempos(pipeline, Topico.NOVOS_PEDIDOS);
        var aprovados = tempos(pipeline, Topico.PEDIDOS_APROVADOS);
        return Duration.ofMillis(aprovados.get(aprovados.size() - 1) - novos.get(jaFeitos));
    }

    private static void pede(Pipeline pipeline, int quantos) {
        int jaFeitos = pipeline.ids(Topico.PEDIDOS_APROVADOS).size();
        var quantidade = Integer.toString(quantos);
        assertThat(Execucao.de(pipeline.programa("pedidos-producer", "--quantidade", quantidade))
                        .codigo())
                .isZero();
        pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, jaFeitos + quantos, PRAZO);
    }

    private static List<Long> tempos(Pipeline pipeline, Topico topico) {
        return pipeline.kafka().confirmados(topico.nome()).stream()
                .map(ConsumerRecord::timestamp)
                .sorted()
                .toList();
    }

    /** Se, pela última coisa que cada uma disse, nenhuma está sem partição e não há duas com a mesma. */
    private static boolean divididas(List<Processo> instancias) {
        var donas = instancias.stream()
                .flatMap(instancia -> {
                    var anuncios = Pipeline.linhas(instancia, linha -> linha.contains("partições minhas agora: "));
                    var ultimo = anuncios.isEmpty() ? "" : anuncios.get(anuncios.size() - 1);
                    return ultimo.contains("novos_pedidos")
                            ? List.of(ultimo.replaceAll(".*novos_pedidos ([\\d, ]+).*", "$1")
                                            .strip()
                                            .split(", "))
                                    .stream()
                            : List.of("nenhuma").stream();
                })
                .sorted()
                .toList();
        return donas.equals(List.of("0", "1", "2"));
    }

    private static long aprovacoes(Processo estoque) {
        return Pipeline.linhas(estoque, linha -> linha.contains(" APROVADO.")).size();
    }

    private static List<String> avisos(Processo notificacao) {
        return Pipeline.linhas(notificacao, linha -> linha.contains(" concluído: "));
    }

    private static double vezes(Duration mais, Duration menos) {
        return (double) mais.toMillis() / menos.toMillis();
    }

    private static void esperaParticoes(Processo etapa) {
        etapa.esperaLinha(linha -> linha.contains("partições minhas agora"), PRAZO);
    }
}
