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
        "spring.kafka.consumer.properties.check.crcs, false",
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

    /** O cliente do Kafka não se faria, e a etapa tentaria iniciar para sempre. */
    @ParameterizedTest
    @CsvSource({
        "spring.kafka.consumer.properties.session.timeout.ms, 10000",
        "spring.kafka.consumer.heartbeat-interval, 3s",
        "spring.kafka.properties.partition.assignment.strategy, x.Y",
    })
    void oQueOProtocoloNovoDeGruposNaoAceitaERecusado_eComOAntigoVale(String nome, String valor) {
        var ajustes = new MockEnvironment().withProperty(nome, valor);
        assertThatThrownBy(() -> Garantias.confere(ajustes, false))
                .isInstanceOf(AjusteContrario.class)
                .hasMessageStartingWith(nome + "=" + valor + " não pode ser: com group.protocol=consumer");

        ajustes.withProperty("spring.kafka.consumer.properties.group.protocol", "classic");
        assertThatCode(() -> Garantias.confere(ajustes, false)).doesNotThrowAnyException();
    }

    @Test
    void comSoConexaoOProtocoloEOComum() {
        var ajustes = new MockEnvironment()
                .withProperty("spring.kafka.properties.session.timeout.ms", "10000")
                .withProperty("spring.kafka.consumer.properties.group.protocol", "classic");
        assertThatThrownBy(() -> Garantias.confere(ajustes, true)).isInstanceOf(AjusteContrario.class);
        ajustes.withProperty("spring.kafka.properties[group.protocol]", "classic");
        assertThatCode(() -> Garantias.confere(ajustes, true)).doesNotThrowAnyException();
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
