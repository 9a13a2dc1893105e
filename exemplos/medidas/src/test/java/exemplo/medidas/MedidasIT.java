package exemplo.medidas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.etapa.Etapa;
import exemplo.medidas.MedidasApplication.Alerta;
import exemplo.medidas.MedidasApplication.Medida;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;

@SpringBootTest(properties = {"logging.level.kafka=OFF", "logging.level.state.change.logger=OFF"})
@EmbeddedKafka(
        topics = {"medidas", "alertas", "medidas-dlt"},
        partitions = 1,
        brokerProperties = {
            "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1",
            "transaction.state.log.num.partitions=1",
            "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=1"
        })
class MedidasIT {

    private static final Duration PRAZO = Duration.ofSeconds(60);
    private static final int MEDIDAS = 300;

    @Autowired
    private EmbeddedKafkaBroker kafka;

    @Autowired
    private KafkaTemplate<String, String> produtor;

    @Autowired
    private Etapa<Medida, Alerta> etapa;

    /** Resultado e offset são da mesma transação: parar no meio e recomeçar não perde nem repete nada. */
    @Test
    void cadaMedidaQuenteDaUmAlertaSo_mesmoParandoNoMeio_eOQueNaoEMedidaVaiADlt() throws Exception {
        for (int i = 0; i < MEDIDAS; i++) {
            envia(i);
            if (i % 100 == 50) {
                produtor.send("medidas", "x", "{\"sensor\":\"s%d\"}".formatted(i));
                etapa.stop();
                etapa.start();
            }
        }
        produtor.flush();

        await().atMost(PRAZO).until(() -> gravado() >= MEDIDAS + 3);
        assertThat(confirmados("alertas"))
                .extracting(ConsumerRecord::key)
                .containsExactlyElementsOf(IntStream.range(0, MEDIDAS)
                        .filter(i -> i % 3 == 0)
                        .mapToObj(i -> "s" + i)
                        .toList());
        assertThat(confirmados("medidas-dlt")).hasSize(3).allSatisfy(ruim -> {
            assertThat(ruim.value()).startsWith("{\"sensor\":\"s");
            assertThat(new String(ruim.headers().lastHeader("dlt-causa").value(), StandardCharsets.UTF_8))
                    .isEqualTo("o campo celsius falta, é nulo ou não tem o tipo certo");
        });
        await().atMost(PRAZO).until(() -> etapa.impedimento().isEmpty());
    }

    private void envia(int i) {
        produtor.send(
                "medidas",
                "s" + i,
                "{\"sensor\":\"s%d\",\"celsius\":%d,\"em\":\"2026-11-26T10:00:00Z\"}"
                        .formatted(i, i % 3 == 0 ? 90 : 20));
    }

    private long gravado() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
            var gravados = admin.listConsumerGroupOffsets("grupo_alertas")
                    .partitionsToOffsetAndMetadata()
                    .get();
            var offset = gravados.get(new TopicPartition("medidas", 0));
            return offset == null ? 0 : offset.offset();
        }
    }

    private List<ConsumerRecord<String, String>> confirmados(String topico) {
        var particao = new TopicPartition(topico, 0);
        var lidos = new ArrayList<ConsumerRecord<String, String>>();
        try (var consumidor = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.getBrokersAsString(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumidor.assign(List.of(particao));
            consumidor.seekToBeginning(List.of(particao));
            long fim = consumidor.endOffsets(List.of(particao)).get(particao);
            while (consumidor.position(particao) < fim) {
                consumidor.poll(Duration.ofMillis(200)).forEach(lidos::add);
            }
        }
        return lidos;
    }
}
