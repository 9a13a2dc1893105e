package br.kafkanapratica.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
                .contains("Uso: java -jar", "--interativo", "--cliente", "--saldo", "--remover", "--arquivo", "--gerar")
                .contains("cliente_id;saldo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo | não conheço --foo",
                "lixo | não conheço lixo",
                "--interativo --remover 5 | escolha só uma",
                "--gerar 5 --arquivo x.csv | escolha só uma",
                "--cliente 5 | --cliente e --saldo andam juntos",
                "--saldo 5 | --cliente e --saldo andam juntos",
                "--cliente 5 --saldo | falta o valor de --saldo",
                "--cliente 5 --saldo abc | não é um valor em reais",
                "--cliente 5 --saldo 1.234 | é ambíguo",
                "--cliente= --saldo 10 | vazio",
                "--remover= | vazio",
                "--gerar dez | só com dígitos",
                "--gerar 0 | maior que zero",
                "--semente 1 | só vale com --gerar",
                "--separador ; | só vale com --arquivo",
                "--arquivo x.csv --separador : | aceita só ';' ou ','",
                "--cliente 5 --saldo 1,234.56 | Escreva 1.234,56",
                "--gerar 1 --gerar 2 | mais de uma vez",
            })
    void usoErrado(String argumentos, String mensagem) {
        var execucao = roda(argumentos.split(" "));

        assertThat(execucao.codigo()).isEqualTo(2);
        assertThat(execucao.linhas().get(0)).startsWith("ERRO: ").contains(mensagem);
        assertThat(execucao.linhas()).hasSize(2);
        assertThat(execucao.linhas().get(1)).endsWith("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nao/existe.csv", "/"})
    void arquivoQueNaoDaParaLer(String caminho) {
        var execucao = roda("--arquivo", caminho);

        assertThat(execucao.codigo()).isEqualTo(1);
        assertThat(execucao.linhas()).hasSize(1);
        assertThat(execucao.linhas().get(0)).startsWith("ERRO: ").contains(caminho);
    }

    private static Execucao roda(String... argumentos) {
        var semVazios = Arrays.stream(argumentos).filter(argumento -> !argumento.isEmpty());
        return Execucao.aqui("localhost:1", "contas", semVazios.toArray(String[]::new));
    }
}
