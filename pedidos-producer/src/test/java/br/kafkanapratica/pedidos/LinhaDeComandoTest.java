package br.kafkanapratica.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ajuda e os erros de uso, que não dependem de Kafka nenhum. */
class LinhaDeComandoTest {

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

    private static Execucao roda(String... argumentos) {
        return Execucao.aqui("localhost:1", "novos_pedidos", argumentos);
    }
}
