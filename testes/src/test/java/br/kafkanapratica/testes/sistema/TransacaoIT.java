package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As duas falhas de transação que, com o tratamento de fábrica do Spring, perdem ou repetem pedidos. */
@Tag("completo")
class TransacaoIT {

    private static final Duration PRAZO = Pipeline.PRAZO;
    private static final int PEDIDOS = 60;

    /** A resposta do commit não chega a tempo, e o commit pode ter sido feito: voltar ao começo do lote o repetiria. */
    @Test
    void commitSemRespostaNaoRepetePedidos() {
        try (var pipeline = new Pipeline()) {
            var estoque = pipeline.pronto(
                    "estoque-service",
                    "--estoque.tempo-processamento=15ms",
                    "--etapa.lote=20ms",
                    "--spring.kafka.producer.properties.max.block.ms=1500");
            var ids = new ArrayList<>(pipeline.envia(1));
            pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, 1, PRAZO);
            // O que o congelamento pega pode ser um fetch, que espera sem se queixar: pedidos novos até pegar um
            // commit.
            await().atMost(PRAZO)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(700))
                    .until(() -> {
                        ids.addAll(pipeline.envia(PEDIDOS));
                        pipeline.broker().congela();
                        try {
                            return escreveLogo(estoque, "A transação não se confirmou");
                        } finally {
                            pipeline.broker().descongela();
                        }
                    });

            confere(pipeline, estoque, ids);
        }
    }

    /** Um produtor cercado (fenced): o container do Spring seguiria para o próximo lote, e este se perderia. */
    @Test
    void produtorCercadoNaoPerdePedidos() {
        try (var pipeline = new Pipeline()) {
            var estoque = pipeline.pronto(
                    "estoque-service",
                    "--estoque.tempo-processamento=15ms",
                    "--etapa.lote=20ms",
                    "--spring.kafka.producer.transaction-id-prefix=fixo-");
            var ids = new ArrayList<>(pipeline.envia(1));
            pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, 1, PRAZO);
            Map<String, Object> intruso = Map.of(
                    "bootstrap.servers",
                    pipeline.broker().servidores(),
                    "transactional.id",
                    transacional(pipeline, "fixo-"));
            try (var produtor = new KafkaProducer<>(intruso, new ByteArraySerializer(), new ByteArraySerializer())) {
                produtor.initTransactions();
            }
            // Só agora, com o produtor já cercado: enviados antes, uma máquina lenta os aprovaria todos sem notar o
            // intruso.
            ids.addAll(pipeline.envia(PEDIDOS));

            confere(pipeline, estoque, ids);
        }
    }

    /** O id que o estoque usa, que é sorteado: só o prefixo se sabe. */
    private static String transacional(Pipeline pipeline, String prefixo) {
        try (var admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", pipeline.broker().servidores()))) {
            return admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith(prefixo))
                    .findFirst()
                    .orElseThrow();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mais do que o {@code max.block.ms} do estoque. */
    private static boolean escreveLogo(Processo estoque, String texto) {
        try {
            await().atMost(Duration.ofSeconds(4))
                    .until(() -> !Pipeline.linhas(estoque, linha -> linha.contains(texto))
                            .isEmpty());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static void confere(Pipeline pipeline, Processo estoque, List<String> ids) {
        estoque.esperaLinha(linha -> linha.contains("Recomeço do último offset gravado"), PRAZO);
        pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, ids.size(), PRAZO);
        assertThat(pipeline.ids(Topico.PEDIDOS_APROVADOS)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(Pipeline.linhas(estoque, linha -> linha.startsWith("\tat ")))
                .as("stack traces no terminal")
                .isEmpty();
    }
}
