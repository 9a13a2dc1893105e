package br.kafkanapratica.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.lab.PortaLivre;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sem broker nenhum: a ajuda e os erros de uso não dependem dele. */
class LinhaDeComandoIT {

    private final String semKafka = "localhost:" + PortaLivre.uma();

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "--ajuda"})
    void ajuda(String opcao) {
        var execucao = roda(opcao);

        assertThat(execucao.codigo()).isZero();
        assertThat(execucao.texto())
                .contains("Uso: java -jar", "--quantidade", "(padrão: 10)", "--intervalo", "200ms", "Ctrl-C");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo | não conheço --foo",
                "lixo | não conheço lixo",
                "--quantidade | falta o valor de --quantidade",
                "--quantidade dez | só com dígitos",
                "--quantidade 1.5 | só com dígitos",
                "--quantidade 99999999999999999999 | só com dígitos",
                "--quantidade 0 | maior que zero",
                "--quantidade=-1 | maior que zero",
                "--quantidade 1 --quantidade 2 | mais de uma vez",
                "--intervalo | falta o valor de --intervalo",
                "--intervalo logo | não aceita \"logo\"",
                "--intervalo 2x | não aceita \"2x\"",
                "--intervalo 2 | precisa da unidade",
                "--intervalo=-2s | não pode ser negativo",
                "--intervalo=-PT2S | não pode ser negativo",
                "--intervalo 999999d | não aceita \"999999d\"",
                "--intervalo 99999999999999999999s | não aceita",
            })
    void usoErrado(String argumentos, String mensagem) {
        var execucao = roda(argumentos.split(" "));

        assertThat(execucao.codigo()).isEqualTo(2);
        assertThat(execucao.linhas().get(0)).startsWith("ERRO: ").contains(mensagem);
        assertThat(execucao.linhas()).hasSize(2);
        assertThat(execucao.linhas().get(1)).endsWith("--help");
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

    private Execucao roda(String... argumentos) {
        return Execucao.de(Execucao.programa(semKafka, "novos_pedidos", argumentos));
    }
}
