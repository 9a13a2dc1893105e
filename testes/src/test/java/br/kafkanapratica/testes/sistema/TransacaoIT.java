package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** As duas falhas de transação que, com o tratamento de fábrica do Spring, perdem ou repetem pedidos. */
class TransacaoIT {

    private static final Duration PRAZO = Duration.ofSeconds(60);
    private static final int PEDIDOS = 400;

    /** A resposta do commit não chega a tempo, e o commit pode ter sido feito: voltar ao começo do lote o repetiria. */
    @Test
    void commitSemRespostaNaoRepetePedidos() {
        try (var pipeline = new Pipeline()) {
            var estoque = pipeline.pronto(
                    "estoque-service",
                    "--estoque.tempo-processamento=15ms",
                    "--etapa.lote=20ms",
                    "--spring.kafka.producer.properties.max.block.ms=1500");
            var ids = pipeline.envia(PEDIDOS);
            pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, 1, PRAZO);
            pipeline.broker().congela();
            CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(pipeline.broker()::descongela);
            estoque.esperaLinha(linha -> linha.contains("A transação não se confirmou"), PRAZO);

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
            var ids = pipeline.envia(PEDIDOS);
            pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, 1, PRAZO);
            Map<String, Object> intruso =
                    Map.of("bootstrap.servers", pipeline.broker().servidores(), "transactional.id", "fixo-0");
            try (var produtor = new KafkaProducer<>(intruso, new ByteArraySerializer(), new ByteArraySerializer())) {
                produtor.initTransactions();
            }

            confere(pipeline, estoque, ids);
        }
    }

    private static void confere(Pipeline pipeline, Processo estoque, List<String> ids) {
        estoque.esperaLinha(linha -> linha.contains("Recomeço do último offset gravado"), PRAZO);
        pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, PEDIDOS, PRAZO);
        assertThat(pipeline.ids(Topico.PEDIDOS_APROVADOS)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(Pipeline.linhas(estoque, linha -> linha.startsWith("\tat ")))
                .as("stack traces no terminal")
                .isEmpty();
    }
}
