package br.kafkanapratica.testes.sistema;

import static br.kafkanapratica.testes.ClienteDeTeste.bytes;
import static br.kafkanapratica.testes.ClienteDeTeste.espera;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.lab.Processo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A garantia: nada do que esteja nos tópicos, nem o defeito de um deles, para a etapa para sempre ou calada; e nada se repete. Um
 * estoque com o heap do laboratório passa por tudo isto, em sequência.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class EtapaResisteIT {

    private static final Duration PRAZO = Duration.ofMinutes(1);
    private static final String ORIGEM = Topico.NOVOS_PEDIDOS.nome();
    private static final String DLT = Topico.NOVOS_PEDIDOS.dlt().nome();

    @AutoClose
    private final Pipeline pipeline = new Pipeline();

    private final List<String> bons = new ArrayList<>();
    private Processo estoque;

    @BeforeAll
    void sobe() {
        pipeline.kafka().aumenta(ORIGEM, 6);
        estoque = pipeline.pronto("estoque-service", "--estoque.tempo-processamento=0");
    }

    /** {@code novos_pedidos} tem 6 partições e a DLT, 3; o que o zstd fez pequeno o gzip não faz. */
    @Test
    @Order(1)
    void oQueNaoServeChegaADltAindaQueElaSejaMenor_eOsBonsSeguem() {
        try (var produtor = produtor("zstd")) {
            espera(produtor.send(new ProducerRecord<>(ORIGEM, 4, bytes("ruim"), bytes("{"))));
            espera(produtor.send(new ProducerRecord<>(ORIGEM, 4, bytes("seis"), Disco.seisMegabytes())));
            espera(produtor.send(new ProducerRecord<>(ORIGEM, 4, bytes("doze"), new byte[12_000_000])));
        }
        bons(30, null);

        todosOsBonsUmaVez();
        await().atMost(PRAZO).until(() -> naDlt().size() == 3);
        assertThat(naDlt()).extracting(ConsumerRecord::partition).containsOnly(4 % 3);
        assertThat(naDlt())
                .extracting(registro -> Pipeline.chave(registro) + " " + header(registro, "dlt-omitido"))
                .containsExactly(
                        "ruim null",
                        "seis valor (6000000 bytes): novos_pedidos-dlt o recusou: é grande demais",
                        "doze valor (12000000 bytes): o registro tem mais de 8388608 bytes");
        assertThat(saude("readiness")).contains("novos_pedidos-dlt tem 3 partições e novos_pedidos tem 6");
    }

    /** 400 KB no disco, muito mais que o heap na memória. */
    @Tag("completo")
    @Test
    @Order(2)
    void pedidosEnormesMuitoComprimidosSaoSoLentos() {
        var enchimento = "\"x\":\"" + "a".repeat(200_000) + "\"}";
        try (var produtor = produtor("zstd")) {
            for (int i = 0; i < 900; i++) {
                var id = "enorme-" + i;
                bons.add(id);
                produtor.send(new ProducerRecord<>(
                        ORIGEM, i % 3, bytes(id), bytes(Pipeline.novo(id).replace("}", "," + enchimento))));
            }
        }
        todosOsBonsUmaVez();
        assertThat(saude("readiness")).contains("\"UP\"");
    }

    @Test
    @Order(3)
    void oDestinoQueRecusaTudoEDitoUmaVez_aSaudeDizPorQue_eCuraSozinho() {
        pipeline.kafka().configura(Topico.PEDIDOS_APROVADOS.nome(), "max.message.bytes", "120");
        bons(10, null);
        await().atMost(PRAZO)
                .untilAsserted(() -> assertThat(saude("readiness"))
                        .contains("OUT_OF_SERVICE", "--add-config max.message.bytes=1048588"));
        await().during(Duration.ofSeconds(4))
                .atMost(PRAZO) // numa máquina ocupada, uma pergunta leva mais de um segundo
                .failFast("ficou pronta", () -> !saude("readiness").contains("OUT_OF_SERVICE"))
                .until(() -> true);
        assertThat(Pipeline.linhas(estoque, linha -> linha.contains("recusa o que se escreve")))
                .hasSize(1);
        assertThat(naDlt()).hasSize(3);

        pipeline.kafka().configura(Topico.PEDIDOS_APROVADOS.nome(), "max.message.bytes", null);
        todosOsBonsUmaVez();
        await().atMost(PRAZO).until(() -> !saude("readiness").contains("motivo"));
    }

    /** Um bit de um segmento; o estoque começa com ele já trocado. */
    @Tag("completo")
    @Test
    @Order(4)
    void oQueNaoSeLeParaSoASuaParticao_eConsertadoODiscoElaVolta() {
        assumeTrue(pipeline.broker().pastaDoLog().isPresent());
        estoque.mata();
        var segmento =
                Disco.segmento(pipeline.broker().pastaDoLog().orElseThrow().resolve(ORIGEM + "-0"));
        long lugar = Disco.tamanho(segmento) + 100;
        var parados = bons(3, 0);
        bons(3, 3);
        Disco.trocaUmBit(segmento, lugar);
        estoque = pipeline.inicia("estoque-service", "--estoque.tempo-processamento=0");

        await().atMost(PRAZO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> pipeline.ids(Topico.PEDIDOS_APROVADOS).size() == bons.size() - parados.size());
        await().atMost(PRAZO)
                .until(() -> saude("readiness")
                        .matches("(?s).*novos_pedidos-0, offsets \\d+ a \\d+: .*--to-offset \\d+ --execute.*"));
        bons(3, 3);
        await().atMost(PRAZO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> pipeline.ids(Topico.PEDIDOS_APROVADOS).size() == bons.size() - parados.size());
        assertThat(saude("liveness")).contains("UP");

        Disco.trocaUmBit(segmento, lugar);
        todosOsBonsUmaVez();
        await().atMost(PRAZO).until(() -> !saude("readiness").contains("motivo"));
    }

    private List<String> bons(int quantos, @Nullable Integer particao) {
        var novos = new ArrayList<String>();
        for (int i = 0; i < quantos; i++) {
            var id = "bom-" + (bons.size() + i);
            novos.add(id);
            espera(pipeline.kafka().envia(ORIGEM, particao, bytes(id), bytes(Pipeline.novo(id))));
        }
        bons.addAll(novos);
        return novos;
    }

    private void todosOsBonsUmaVez() {
        pipeline.esperaQuantos(Topico.PEDIDOS_APROVADOS, bons.size(), Pipeline.PRAZO);
        assertThat(pipeline.ids(Topico.PEDIDOS_APROVADOS)).containsExactlyInAnyOrderElementsOf(bons);
    }

    private List<ConsumerRecord<byte[], byte[]>> naDlt() {
        return pipeline.kafka().confirmados(DLT);
    }

    private static @Nullable String header(ConsumerRecord<?, ?> registro, String nome) {
        var header = registro.headers().lastHeader(nome);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private String saude(String qual) {
        return new ServicoEmJar(estoque, Pipeline.porta(estoque))
                .get("/actuator/health/" + qual)
                .body();
    }

    private KafkaProducer<byte[], byte[]> produtor(String compressao) {
        Map<String, Object> configuracao = Map.of(
                "bootstrap.servers",
                pipeline.broker().servidores(),
                "compression.type",
                compressao,
                "max.request.size",
                16_000_000,
                "batch.size",
                1_000_000,
                "acks",
                "all");
        return new KafkaProducer<>(configuracao, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
