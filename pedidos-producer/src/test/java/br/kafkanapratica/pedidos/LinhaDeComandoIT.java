package br.kafkanapratica.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.lab.PortaLivre;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** O jar sem Kafka nenhum, num ambiente de quem o chama. */
class LinhaDeComandoIT {

    private final String semKafka = "localhost:" + PortaLivre.uma();

    @Test
    void ajuda() {
        var execucao = Execucao.de(Execucao.programa(semKafka, "novos_pedidos", "--help"));

        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.texto()).contains("Uso: java -jar pedidos-producer/target/pedidos-producer.jar");
    }

    @ParameterizedTest
    @CsvSource({
        "SPRING_KAFKA_PRODUCER_RETRIES, spring.kafka.producer.retries não aceita o valor",
        "SPRING_KAFKA_PRODUCER_PROPERTIES_DELIVERY_TIMEOUT_MS, .timeout.ms do cliente do Kafka não aceita o valor",
    })
    void configuracaoQueNaoServeEDitaNumaLinha(String variavel, String mensagem) {
        var execucao = Execucao.de(Execucao.programa(semKafka, "novos_pedidos").comAmbiente(variavel, "abc"));

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.linhas())
                .singleElement()
                .asString()
                .startsWith("ERRO: ")
                .contains(mensagem, "abc");
    }
}
