package br.kafkanapratica.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** O que o Kafka diz em inglês, dito com o conserto. */
class FalhaNoKafkaTest {

    static Stream<Arguments> erros() {
        return Stream.of(
                arguments(new RecordTooLargeException("x"), "--add-config max.message.bytes="),
                arguments(new InvalidTimestampException("x"), "relógio"),
                arguments(
                        new InvalidRecordException("Timestamp 9 of message with offset 0 is out of range."), "relógio"),
                arguments(new UnknownTopicOrPartitionException("x"), "./create-topics.sh"),
                arguments(new InvalidTopicException("x"), "não serve como nome de tópico"),
                arguments(new NotEnoughReplicasException("x"), "min.insync.replicas"),
                arguments(new KafkaStorageException("x"), "disco cheio"),
                arguments(new TopicAuthorizationException("x"), "não deixa"),
                arguments(
                        new ConfigException("linger.ms", "abc", "Not a number of type LONG"),
                        "a configuração linger.ms do cliente do Kafka não aceita o valor \"abc\""),
                arguments(
                        new ConfigException(
                                "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms"),
                        "Aumente SPRING_KAFKA_PRODUCER_PROPERTIES_DELIVERY_TIMEOUT_MS"));
    }

    @ParameterizedTest
    @MethodSource("erros")
    void diretoOuEmbrulhadoTemOConserto(RuntimeException erro, String conserto) {
        var destino = new Destino("contas", "localhost:9092");

        assertThat(FalhaNoKafka.de(erro, destino)).hasMessageContaining(conserto);
        assertThat(FalhaNoKafka.de(new ExecutionException(new RuntimeException(erro)), destino))
                .hasMessageContaining(conserto);
    }

    @Test
    void osComandosSaoParaOKafkaComQueSeFala() {
        var outra = new Destino("contas", "localhost:19092");

        assertThat(FalhaNoKafka.semTopico(outra))
                .hasMessageEndingWith("SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 ./create-topics.sh");
        assertThat(FalhaNoKafka.semResposta(outra))
                .hasMessageContaining("./start.sh --porta-kafka 19092")
                .hasMessageEndingWith("broker-local.jar --porta 19092");
        assertThat(FalhaNoKafka.semResposta(new Destino("contas", "kafka.exemplo.com:9092")))
                .as("o de outra máquina não se sobe nesta")
                .hasMessageContaining("SPRING_KAFKA_BOOTSTRAP_SERVERS")
                .hasMessageNotContaining("./start.sh");
        assertThat(FalhaNoKafka.semResposta(new Destino("contas", "localhost:9092")))
                .hasMessageContaining("./start.sh (se o laboratório já está no ar, ./stop.sh antes)")
                .hasMessageEndingWith("broker-local.jar");
    }
}
