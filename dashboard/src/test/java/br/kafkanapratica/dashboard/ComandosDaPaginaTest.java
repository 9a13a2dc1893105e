package br.kafkanapratica.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComandosDaPaginaTest {

    @Test
    void nasPortasDeSempreSaoOsDoReadme() {
        var comandos = ComandosDeTeste.com("localhost:9092", 8080, 5001, null);
        assertThat(comandos.todos())
                .allSatisfy((citado, real) -> assertThat(real).isEqualTo(citado));
        assertThat(comandos.ferramenta("topics --list"))
                .isEqualTo("java -jar broker-local/target/broker-local.jar topics --list");
    }

    /** O que falhava: com {@code --porta-dashboard 18080}, o saldo-service do comando mostrado não aceitava a página. */
    @Test
    void emOutrasPortasCadaComandoAsLeva() {
        var comandos = ComandosDeTeste.com("localhost:19092", 18080, 15001, null);
        assertThat(comandos.todos())
                .containsEntry(
                        "./start.sh", "./start.sh --porta-kafka 19092 --porta-saldo 15001 --porta-dashboard 18080")
                .containsEntry(
                        "./create-topics.sh", "SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 ./create-topics.sh")
                .containsEntry(
                        "java -jar broker-local/target/broker-local.jar",
                        "java -jar broker-local/target/broker-local.jar --porta 19092")
                .containsEntry(
                        "java -jar saldo-service/target/saldo-service.jar",
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 SERVER_PORT=15001"
                                + " SALDO_CORSORIGENS=http://localhost:18080,http://127.0.0.1:18080"
                                + " java -jar saldo-service/target/saldo-service.jar")
                .containsEntry(
                        "java -jar dashboard/target/dashboard.jar",
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092 SERVER_PORT=18080"
                                + " DASHBOARD_SALDOSERVICE=http://localhost:15001"
                                + " java -jar dashboard/target/dashboard.jar");
        assertThat(comandos.ferramenta("transactions abort --topic contas"))
                .isEqualTo("SPRING_KAFKA_BOOTSTRAP_SERVERS=localhost:19092"
                        + " java -jar broker-local/target/broker-local.jar transactions abort --topic contas");
    }

    @Test
    void numContainerValeOEnderecoDeFora() {
        assertThat(ComandosDeTeste.com("kafka:29092", 8080, 5001, "localhost:9092")
                        .criarTopicos())
                .isEqualTo("./create-topics.sh");
    }

    /** O que falhava: com o Kafka em outra máquina, a página e o log mandavam subir um aqui. */
    @Test
    void semKafkaSeMandaSubirSoODestaMaquina() {
        assertThat(ComandosDeTeste.com("kafka.exemplo.com:9092", 8080, 5001, null)
                        .semKafka())
                .startsWith("Confira o endereço")
                .doesNotContain("start.sh");
        var daqui = ComandosDeTeste.com("localhost:19092", 8080, 5001, null);
        assertThat(daqui.semKafka()).as("a página põe as portas").contains("./start.sh,");
        assertThat(daqui.semKafkaNoLog()).contains("./start.sh --porta-kafka 19092,");
    }
}
