package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;

/** Duas etapas e um listener comum num programa só: cada um com o seu grupo, e o comum com os ajustes do Spring Boot. */
@SpringBootTest(
        properties = {
            "spring.application.name=convive",
            "etapa.so-conexao=true",
            "spring.kafka.consumer.enable-auto-commit=true",
            "spring.kafka.consumer.auto-offset-reset=earliest",
            "spring.kafka.consumer.properties.auto.commit.interval.ms=100",
            "logging.level.root=WARN",
            "logging.level.kafka=OFF",
            "logging.level.org.apache.kafka=OFF",
            "logging.level.state.change.logger=OFF"
        })
@EmbeddedKafka(
        topics = {"a", "b", "c", "a-dlt", "b-dlt"},
        partitions = 1,
        brokerProperties = {
            "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1",
            "transaction.state.log.num.partitions=1",
            "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=1"
        })
class ConvivenciaIT {

    private static final Duration PRAZO = Duration.ofSeconds(60);
    private static final int REGISTROS = 20;

    @Autowired
    private EmbeddedKafkaBroker kafka;

    @Autowired
    private KafkaTemplate<String, String> doSpringBoot;

    @Autowired
    private Programa programa;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Programa {

        private final List<String> recebidos = new CopyOnWriteArrayList<>();

        @Bean
        Etapa<String, String> primeira(Etapas etapas) {
            return etapas.le("a", "grupo_a", ConvivenciaIT::le)
                    .<String>faz(texto -> texto + "!")
                    .escreve("b", ConvivenciaIT::bytes);
        }

        @Bean
        Etapa<String, String> segunda(Etapas etapas) {
            return etapas.le("b", "grupo_b", ConvivenciaIT::le)
                    .<String>faz(texto -> texto + "?")
                    .escreve("c", ConvivenciaIT::bytes);
        }

        @KafkaListener(topics = "a", groupId = "grupo_comum")
        void recebe(String texto) {
            recebidos.add(texto);
        }
    }

    @Test
    void cadaUmFazOSeu_eOComumContinuaComum() throws Exception {
        var enviados = IntStream.range(0, REGISTROS).mapToObj(i -> "r" + i).toList();
        enviados.forEach(texto -> doSpringBoot.send("a", texto)); // fora de qualquer transação

        await().atMost(PRAZO).until(() -> confirmados("c").size() >= REGISTROS);
        assertThat(confirmados("c"))
                .containsExactlyElementsOf(
                        enviados.stream().map(texto -> texto + "!?").toList());
        await().atMost(PRAZO).until(() -> gravado("grupo_comum", "a") == REGISTROS); // o auto-commit dele
        assertThat(programa.recebidos).containsExactlyElementsOf(enviados);
        assertThat(gravado("grupo_a", "a")).isEqualTo(REGISTROS);
    }

    private static String le(ConsumerRecord<byte[], byte[]> registro) {
        return new String(registro.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }

    private long gravado(String grupo, String topico) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
            var offset = admin.listConsumerGroupOffsets(grupo)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topico, 0));
            return offset == null ? 0 : offset.offset();
        }
    }

    private List<String> confirmados(String topico) {
        var particao = new TopicPartition(topico, 0);
        var lidos = new ArrayList<String>();
        try (var consumidor = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.getBrokersAsString(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumidor.assign(List.of(particao));
            consumidor.seekToBeginning(List.of(particao));
            long fim = consumidor.endOffsets(List.of(particao)).get(particao);
            while (consumidor.position(particao) < fim) {
                consumidor.poll(Duration.ofMillis(200)).forEach(registro -> lidos.add(registro.value()));
            }
        }
        return lidos;
    }
}
