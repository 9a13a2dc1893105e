package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.leitura.AjusteContrario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class GarantiasTest {

    @ParameterizedTest
    @CsvSource({
        "spring.kafka.consumer.isolation-level, read_uncommitted",
        "spring.kafka.consumer.enable-auto-commit, true",
        "spring.kafka.consumer.auto-offset-reset, earliest",
        "spring.kafka.consumer.properties.auto.offset.reset, latest",
        "spring.kafka.properties.isolation.level, read_uncommitted",
        "spring.kafka.consumer.value-deserializer, org.apache.kafka.common.serialization.StringDeserializer",
        "spring.kafka.producer.acks, 1",
        "spring.kafka.producer.properties.enable.idempotence, false",
    })
    void oQueDesfariaUmaPromessaERecusadoPeloNome(String nome, String valor) {
        assertThatThrownBy(() -> Garantias.confere(new MockEnvironment().withProperty(nome, valor), false))
                .isInstanceOf(AjusteContrario.class)
                .hasMessageStartingWith(nome + "=" + valor + " não pode ser");
    }

    @ParameterizedTest
    @CsvSource({
        "spring.kafka.consumer.isolation-level, READ-COMMITTED",
        "spring.kafka.consumer.enable-auto-commit, false",
        "spring.kafka.producer.acks, -1",
        "spring.kafka.consumer.max-poll-records, 10",
    })
    void oMesmoDitoDeOutroModo_eOQueEGosto_valem(String nome, String valor) {
        assertThatCode(() -> Garantias.confere(new MockEnvironment().withProperty(nome, valor), false))
                .doesNotThrowAnyException();
    }

    @Test
    void valemSemQueNinguemAsEscreva() {
        assertThat(Garantias.doConsumidor())
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("auto.offset.reset", "none");
        assertThat(Garantias.doProdutor()).containsEntry("acks", "all").containsEntry("enable.idempotence", "true");
    }
}
