package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.testes.ClienteDeTeste;
import br.kafkanapratica.testes.Sinal;
import br.kafkanapratica.testes.base.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Uma instância a mais divide a carga; o que ela leva, saindo por bem ou morrendo, segue com a que fica. */
class EscalaIT {

    private static final Duration PRAZO = Pipeline.PRAZO;
    private static final String GRUPO = EtapaDoPipeline.ESTOQUE.grupo();
    private static final String SESSAO = "consumer.session.timeout.ms";
    private static final Duration SESSAO_LONGA = Duration.ofSeconds(60);
    private static final String[] DOIS_SEGUNDOS = {"--estoque.tempo-processamento=2s"};

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSegundaInstanciaDivideACargaEOQueElaLeva_SaindoPorBemOuMorrendo_SegueComAPrimeira() {
        try (var pipeline = new Pipeline()) {
            var fica = pipeline.pronto("estoque-service", "--estoque.tempo-processamento=500ms");
            esperaParticoes(PRAZO, fica);
            sessao(pipeline, SESSAO_LONGA);
            ctrlCNoMeioDeUmPedidoNaoPerdeNadaEAOutraInstanciaAssumeLogo(pipeline, fica, "INT", 130);
            if (Volume.completo()) {
                ctrlCNoMeioDeUmPedidoNaoPerdeNadaEAOutraInstanciaAssumeLogo(pipeline, fica, "TERM", 143);
            }
            sessao(pipeline, null);
            oPedidoQueUmaInstanciaMortaComKill9TinhaEmMaosSegueEm15Segundos(pipeline, fica);
        }
    }

    private static void ctrlCNoMeioDeUmPedidoNaoPerdeNadaEAOutraInstanciaAssumeLogo(
            Pipeline pipeline, Processo fica, String sinal, int codigo) {
        var sai = pipeline.pronto(Sinal.comCtrlC(pipeline.programa("estoque-service", DOIS_SEGUNDOS)));
        esperaParticoes(PRAZO, fica, sai);
        assertThat(Pipeline.porta(sai)).isNotEqualTo(Pipeline.porta(fica));
        assertThat(Pipeline.linhas(fica, linha -> linha.contains("Rebalance: cedi ")))
                .isNotEmpty();
        enviaPorParticao(pipeline, 2);
        var emMaos = pedidoRecebido(sai);

        var sinalizado = Instant.now();
        Sinal.envia(sinal, sai);
        assertThat(sai.esperaFim(PRAZO)).isEqualTo(codigo);
        var fim = Instant.now();
        assertThat(Duration.between(sinalizado, fim)).isLessThan(Duration.ofSeconds(8));
        esperaQueSaiaDoGrupo(pipeline);
        esperaParticoes(PRAZO, fica);
        var assumiu = Duration.between(fim, Instant.now());

        esperaAprovados(pipeline);
        assertThat(sai.linhas()).noneMatch(linha -> linha.startsWith("\tat "));
        System.out.printf(
                "EscalaIT: SIG%s, código %d, terminou em %d ms, a outra assumiu %d ms depois; %s %s%n",
                sinal,
                codigo,
                Duration.between(sinalizado, fim).toMillis(),
                assumiu.toMillis(),
                emMaos,
                Pipeline.linhas(fica, linha -> linha.contains("Recebi pedido: " + emMaos))
                                .isEmpty()
                        ? "ficou com quem saiu"
                        : "foi refeito por quem ficou");
    }

    /** Quem não avisa que sai fica no grupo até vencer a sessão, que aqui vence muito depois. */
    private static void esperaQueSaiaDoGrupo(Pipeline pipeline) {
        await().atMost(SESSAO_LONGA.dividedBy(2))
                .until(() -> ClienteDeTeste.espera(pipeline.kafka()
                                        .admin()
                                        .describeConsumerGroups(List.of(GRUPO))
                                        .describedGroups()
                                        .get(GRUPO))
                                .members()
                                .size()
                        == 1);
    }

    /** @param quanto nula, a de sempre do broker */
    private static void sessao(Pipeline pipeline, @Nullable Duration quanto) {
        pipeline.kafka().configuraGrupo(GRUPO, SESSAO, quanto == null ? null : Long.toString(quanto.toMillis()));
    }

    private static void oPedidoQueUmaInstanciaMortaComKill9TinhaEmMaosSegueEm15Segundos(
            Pipeline pipeline, Processo fica) {
        var morre = pipeline.pronto("estoque-service", DOIS_SEGUNDOS);
        esperaParticoes(PRAZO, fica, morre);
        enviaPorParticao(pipeline, 1);
        var emMaos = pedidoRecebido(morre);

        var morte = Instant.now();
        morre.mata();
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> pipeline.ids(Topico.PEDIDOS_APROVADOS).contains(emMaos));
        System.out.printf(
                "EscalaIT: kill -9 com o pedido em mãos; seguiu em %d ms%n",
                Duration.between(morte, Instant.now()).toMillis());
        assertThat(Pipeline.linhas(fica, linha -> linha.contains("Recebi pedido: " + emMaos)))
                .as("refeito por quem ficou")
                .isNotEmpty();

        esperaAprovados(pipeline);
    }

    /** Todos, e cada um uma vez. */
    private static void esperaAprovados(Pipeline pipeline) {
        var ids = pipeline.ids(Topico.NOVOS_PEDIDOS);
        pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, ids.size(), PRAZO);
        assertThat(pipeline.ids(Topico.PEDIDOS_APROVADOS)).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** As partições que a instância disse por último serem suas. */
    private static Set<Integer> particoes(Processo etapa) {
        etapa.esperaLinha(linha -> linha.contains("partições minhas agora: "), PRAZO);
        var ditas = Pipeline.linhas(etapa, linha -> linha.contains("partições minhas agora: "));
        var ultima = ditas.get(ditas.size() - 1);
        var particoes = new HashSet<Integer>();
        if (!ultima.endsWith("nenhuma")) {
            Stream.of(ultima.replaceAll(".*agora: \\w+ ", "").split(", "))
                    .map(Integer::valueOf)
                    .forEach(particoes::add);
        }
        return particoes;
    }

    /** Espera todas as partições serem destas instâncias, cada uma de uma só. */
    private static void esperaParticoes(Duration prazo, Processo... instancias) {
        await().atMost(prazo).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            var todas = new ArrayList<Integer>();
            for (var instancia : instancias) {
                var suas = particoes(instancia);
                assertThat(suas).isNotEmpty();
                todas.addAll(suas);
            }
            assertThat(todas)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, Topico.PARTICOES).boxed().toList());
        });
    }

    /** {@code quantos} pedidos em cada partição de {@code novos_pedidos}. */
    private static void enviaPorParticao(Pipeline pipeline, int quantos) {
        for (int i = 0; i < quantos * Topico.PARTICOES; i++) {
            var id = UUID.randomUUID().toString();
            ClienteDeTeste.espera(pipeline.kafka()
                    .envia(Topico.NOVOS_PEDIDOS.nome(), i % Topico.PARTICOES, bytes(id), bytes(Pipeline.novo(id))));
        }
    }

    /** O primeiro pedido que a instância diz ter recebido: o trabalho dele mal começou. */
    private static String pedidoRecebido(Processo etapa) {
        return etapa.esperaLinha(linha -> linha.contains("Recebi pedido: "), PRAZO)
                .replaceAll(".*Recebi pedido: (\\S+) .*", "$1");
    }
}
