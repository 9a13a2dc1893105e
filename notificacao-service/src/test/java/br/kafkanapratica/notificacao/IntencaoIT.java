package br.kafkanapratica.notificacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.testes.BrokerDeTeste;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** O que o {@link AvisadorTest} supõe do Kafka, perguntado a um de verdade. */
class IntencaoIT {

    private static final TopicPartition PARTICAO = new TopicPartition("concluidos-" + UUID.randomUUID(), 0);
    private static final TopicPartition VIZINHA = new TopicPartition(PARTICAO.topic(), 1);
    private static final String SERVIDORES = BrokerDeTeste.compartilhado().servidores();

    private static final DefaultKafkaConsumerFactory<byte[], byte[]> CONSUMIDORES =
            new DefaultKafkaConsumerFactory<>(Map.of(
                    "bootstrap.servers",
                    SERVIDORES,
                    "group.protocol",
                    "consumer",
                    "enable.auto.commit",
                    false,
                    "key.deserializer",
                    ByteArrayDeserializer.class,
                    "value.deserializer",
                    ByteArrayDeserializer.class));
    private static final DefaultKafkaProducerFactory<byte[], byte[]> PRODUTORES =
            new DefaultKafkaProducerFactory<>(Map.of(
                    "bootstrap.servers", SERVIDORES,
                    "key.serializer", ByteArraySerializer.class,
                    "value.serializer", ByteArraySerializer.class));

    @BeforeAll
    static void cria() {
        PRODUTORES.setTransactionIdPrefix("intencao-it-" + UUID.randomUUID());
        try (var kafka = new ClienteDeTeste(SERVIDORES)) {
            kafka.cria(PARTICAO.topic(), 2, Map.of());
        }
    }

    @AfterAll
    static void fecha() {
        PRODUTORES.destroy();
    }

    @Test
    void quemPerdeuAParticaoNaoGravaComOGrupoVazioNemComOutroDono() {
        var grupo = "grupo-" + UUID.randomUUID();
        try (var parada = nova();
                var outra = nova()) {
            var antiga = membro(grupo, dono -> {
                var anuncio = parada.anuncia(dono.groupMetadata(), desde(0), avisos(0, 10));
                assertThat(anuncio.talvezJaAvisado(registro(0))).isFalse();
            });

            assertThatThrownBy(() -> parada.anuncia(antiga, desde(10), avisos(10, 20)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("ficou parada");

            membro(grupo, dono -> {
                var anuncio = outra.anuncia(dono.groupMetadata(), desde(0), avisos(0, 30));
                assertThat(anuncio.talvezJaAvisado(registro(9))).isTrue();
                assertThat(anuncio.talvezJaAvisado(registro(10))).isFalse();
                assertThatThrownBy(() -> parada.anuncia(antiga, desde(0), avisos(0, 20)))
                        .isInstanceOf(KafkaException.class);
            });
            assertThat(gravada(PARTICAO, Duration.ofSeconds(10))).isEqualTo(30);
        }
    }

    @Test
    void quemVaiLerAIntencaoEsperaATransacaoAberta() {
        var produtor = PRODUTORES.createProducer();
        produtor.beginTransaction();
        produtor.sendOffsetsToTransaction(
                Map.of(VIZINHA, new OffsetAndMetadata(50)), new ConsumerGroupMetadata(Intencao.GRUPO));

        assertThatThrownBy(() -> gravada(VIZINHA, Duration.ofMillis(500))).isInstanceOf(TimeoutException.class);

        produtor.commitTransaction();
        produtor.close();
        assertThat(gravada(VIZINHA, Duration.ofSeconds(10))).isEqualTo(50);
    }

    private static Map<TopicPartition, OffsetAndMetadata> desde(long offset) {
        return Map.of(PARTICAO, new OffsetAndMetadata(offset));
    }

    private static Intencao nova() {
        return new Intencao(CONSUMIDORES, new KafkaTemplate<>(PRODUTORES));
    }

    /** Quem se era no grupo, de que já se saiu. */
    private static ConsumerGroupMetadata membro(
            String grupo, java.util.function.Consumer<Consumer<byte[], byte[]>> comoDono) {
        try (var consumidor = CONSUMIDORES.createConsumer(grupo, "")) {
            consumidor.subscribe(List.of(PARTICAO.topic()));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumidor.poll(Duration.ofMillis(50));
                return !consumidor.assignment().isEmpty();
            });
            comoDono.accept(consumidor);
            return consumidor.groupMetadata();
        }
    }

    private static long gravada(TopicPartition particao, Duration prazo) {
        try (var offsets = CONSUMIDORES.createConsumer(Intencao.GRUPO, "", "", classico())) {
            return offsets.committed(Set.of(particao), prazo).get(particao).offset();
        }
    }

    private static Properties classico() {
        var ajustes = new Properties();
        ajustes.put("group.protocol", "classic");
        return ajustes;
    }

    private static List<Aviso> avisos(long de, long ate) {
        return LongStream.range(de, ate)
                .mapToObj(offset -> new Aviso(registro(offset), "pedido", "rastro"))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> registro(long offset) {
        return new ConsumerRecord<>(PARTICAO.topic(), 0, offset, new byte[0], new byte[0]);
    }
}
