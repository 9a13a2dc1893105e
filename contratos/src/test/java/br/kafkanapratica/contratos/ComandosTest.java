package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComandosTest {

    private static final String MENSAGEM = "Suba-o com ./start.sh ou java -jar broker-local/target/broker-local.jar."
            + " Crie-o com: ./create-topics.sh; mude-o com: java -jar broker-local/target/broker-local.jar configs --alter";

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "kafka:29092"})
    void noEnderecoDeSempreOuNoDoComposeFicamComoEstao(String servidores) {
        assertThat(Comandos.para(servidores, MENSAGEM)).isEqualTo(MENSAGEM);
    }

    @Test
    void comOutraPortaTodosALevam() {
        assertThat(Comandos.para("localhost:10092", MENSAGEM))
                .isEqualTo("Suba-o com ./start.sh --porta-kafka 10092 ou"
                        + " java -jar broker-local/target/broker-local.jar --porta 10092."
                        + " Crie-o com: SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:10092 ./create-topics.sh; mude-o com:"
                        + " SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:10092"
                        + " java -jar broker-local/target/broker-local.jar configs --alter");
    }

    /** Nem toda ferramenta tem o nome numa palavra só, nem aceita o endereço no fim. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "transactions abort --topic contas",
                "features upgrade --feature group.version=1",
                "topics --list"
            })
    void umaFerramentaNaoESubirOBroker(String ferramenta) {
        var comando = "java -jar broker-local/target/broker-local.jar " + ferramenta;
        assertThat(Comandos.para("localhost:10092", "Rode: " + comando))
                .isEqualTo("Rode: SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:10092 " + comando);
    }

    @Test
    void recuperarOsGruposESemBroker() {
        var comando = "java -jar broker-local/target/broker-local.jar recuperar-grupos";
        assertThat(Comandos.para("localhost:10092", comando)).isEqualTo(comando);
    }

    @Test
    void deOutraMaquinaSoAsFerramentasOLevam() {
        assertThat(Comandos.para("k1.exemplo.com:9092,k2.exemplo.com:9092", MENSAGEM))
                .contains("com ./start.sh ou java -jar broker-local/target/broker-local.jar.")
                .contains("SPRING_KAFKA_BOOTSTRAP_SERVERS=k1.exemplo.com:9092,k2.exemplo.com:9092 ./create-topics.sh");
    }

    @Test
    void quemNaoRespondeSoSeSobeSeEDestaMaquina() {
        for (var daqui : List.of("localhost:9092", "PLAINTEXT://localhost:9092", "[::1]:9092", " 127.0.0.1:1,b:2")) {
            assertThat(Comandos.semKafka(daqui)).as(daqui).startsWith("Para subi-lo: ./start.sh");
        }
        assertThat(Comandos.semKafka("kafka.exemplo.com:9092,outro:9092")).startsWith("Confira o endereço");
        assertThat(Comandos.semKafka("localhost:9092,abc"))
                .isEqualTo("\"abc\" não é um endereço: escreva nome:porta em SPRING_KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void oQueSeRodaComOBrokerParadoNaoLevaAPorta() {
        var comando = "java -jar broker-local/target/broker-local.jar recuperar-grupos";
        assertThat(Comandos.para("localhost:19392", comando)).isEqualTo(comando);
    }

    @Test
    void aFerramentaComSubcomandoLevaOEndereco() {
        var comando = "java -jar broker-local/target/broker-local.jar features upgrade --feature group.version=1";
        assertThat(Comandos.para("localhost:19392", comando))
                .isEqualTo("SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19392 " + comando);
    }
}
