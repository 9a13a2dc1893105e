package br.kafkanapratica.inicio;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.etapa.ComandosDoKafka;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** O que as etapas daqui citam: os scripts e o jar do repositório, para o Kafka com que cada uma fala. */
class ComandosDoLaboratorioTest {

    @Test
    void noEnderecoDeSempreOComandoNaoOLeva() {
        var comandos = new ComandosDoLaboratorio("localhost:9092");
        assertThat(comandos.ferramenta("topics", "--describe --unavailable-partitions"))
                .isEqualTo("java -jar broker-local/target/broker-local.jar topics --describe --unavailable-partitions");
        assertThat(comandos.ferramenta("features", "upgrade --feature group.version=1"))
                .isEqualTo("java -jar broker-local/target/broker-local.jar features upgrade --feature group.version=1");
        assertThat(comandos.cria(new TreeMap<>(Map.of("novos_pedidos", "")))).isEqualTo("./create-topics.sh");
        assertThat(comandos.recuperaGrupos())
                .contains("java -jar broker-local/target/broker-local.jar recuperar-grupos");
        assertThat(comandos.semKafka()).contains("./start.sh");
    }

    @Test
    void noutroEnderecoCadaComandoOLeva() {
        var comandos = new ComandosDoLaboratorio("localhost:19092");
        assertThat(comandos.ferramenta("configs", "--alter --entity-type topics --entity-name pedidos_aprovados"))
                .startsWith(
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 java -jar broker-local/target/broker-local.jar configs --alter");
        assertThat(comandos.cria(new TreeMap<>(Map.of("novos_pedidos", ""))))
                .isEqualTo("SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 ./create-topics.sh");
        assertThat(comandos.semKafka()).contains("./start.sh --porta-kafka 19092");
    }

    @Test
    void osGruposDeOutraMaquinaOuDeTresBrokersNaoSeRecuperamNestaPasta() {
        assertThat(new ComandosDoLaboratorio("kafka:29092").recuperaGrupos()).isEmpty();
        assertThat(new ComandosDoLaboratorio("localhost:9092,localhost:9093").recuperaGrupos())
                .isEmpty();
    }

    /** O mesmo, para quem leva a biblioteca. */
    @Test
    void osDeFabricaSaoOsDoKafka() {
        assertThat(ComandosDoKafka.deFabrica("kafka:9092")
                        .cria(new TreeMap<>(Map.of("medidas", "", "medidas-dlt", "--partitions 3"))))
                .isEqualTo(
                        "kafka-topics.sh --bootstrap-server kafka:9092 --create --topic medidas && kafka-topics.sh --bootstrap-server kafka:9092 --create --topic medidas-dlt --partitions 3");
    }
}
