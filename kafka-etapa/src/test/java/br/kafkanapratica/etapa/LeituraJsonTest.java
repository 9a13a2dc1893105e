package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Os casos miúdos; {@code RegistrosMalformadosIT} mostra os mesmos num pipeline de verdade. */
class LeituraJsonTest {

    private static final String BOM =
            "{\"id_pedido\":\"a1\",\"cliente\":\"cliente_1\",\"produto\":\"Produto-1\",\"quantidade\":1}";

    private final Leitura<NovoPedido> leitura = Leitura.json(NovoPedido.class)
            .exigeChave()
            .exige((pedido, chave) ->
                    pedido.quantidade() > 0 ? Optional.empty() : Optional.of("quantidade é " + pedido.quantidade()))
            .exige((pedido, chave) -> Arrays.equals(chave, pedido.id().getBytes(StandardCharsets.UTF_8))
                    ? Optional.empty()
                    : Optional.of("a chave não é igual ao id_pedido"));

    private record NovoPedido(@JsonProperty("id_pedido") String id, String cliente, String produto, long quantidade) {}

    @Test
    void camposAMaisSaoIgnoradosEEscapesValem() throws RegistroInvalido {
        var valor = BOM.replace("}", ",\"cupom\":{\"x\":[1]}}").replace("cliente_1", "Jos\\u00e9 \\ud83d\\ude00");
        assertThat(leitura.le(registro("a1", valor))).isEqualTo(new NovoPedido("a1", "José 😀", "Produto-1", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantidade\":1   | \"quantidade\":0     | quantidade é 0",
                "\"quantidade\":1   | \"quantidade\":-3    | quantidade é -3",
                "\"quantidade\":1   | \"quantidade\":1.5   | o campo quantidade falta, é nulo ou não tem o tipo certo",
                "\"quantidade\":1   | \"quantidade\":\"1\" | o campo quantidade falta, é nulo ou não tem o tipo certo",
                "\"quantidade\":1   | \"quantidade\":99999999999999999999 | o campo quantidade é um número grande demais",
                "\"quantidade\":1   | \"quantidade\":null  | o campo quantidade falta, é nulo ou não tem o tipo certo",
                "\"quantidade\":1   | \"x\":1              | o campo quantidade falta, é nulo ou não tem o tipo certo",
                "\"cliente_1\"      | 7                    | o campo cliente falta, é nulo ou não tem o tipo certo",
                "\"a1\"             | \"b2\"               | a chave não é igual ao id_pedido",
                "cliente_1          | \\ud800              | tem metade de um caractere (surrogate sem par)",
            })
    void oQueNaoEDoContratoEInvalidoComACausa(String trecho, String troca, String causa) {
        assertThatThrownBy(() -> leitura.le(registro("a1", BOM.replace(trecho, troca))))
                .isInstanceOf(RegistroInvalido.class)
                .hasMessage(causa);
    }

    @Test
    void jsonTruncadoRepetidoOuSeguidoDeLixoEInvalido() {
        invalido(BOM.substring(0, 20), "não é um JSON válido (linha 1");
        invalido("{\"cliente\":\"José\",x", "não é um JSON válido (linha 1, coluna 19)");
        invalido(BOM.replace("}", ",\"quantidade\":2}"), "não é um JSON válido");
        invalido(BOM + " x", "não é um JSON válido");
        invalido("[1]", "não é um objeto JSON");
        invalido("null", "não é um objeto JSON");
    }

    @Test
    void soUtf8Vale() {
        invalido(BOM, StandardCharsets.UTF_16, "não é UTF-8 válido");
        invalido(BOM.replace("cliente_1", "José"), StandardCharsets.ISO_8859_1, "não é UTF-8 válido");
        invalido("\uFEFF" + BOM, "não é um JSON válido");
    }

    @Test
    void valorNuloESemChaveSaoInvalidos() {
        assertThatThrownBy(
                        () -> leitura.le(new ConsumerRecord<>("t", 0, 0, null, BOM.getBytes(StandardCharsets.UTF_8))))
                .hasMessage("o registro não tem chave");
        assertThatThrownBy(() -> leitura.le(new ConsumerRecord<>("t", 0, 0, new byte[] {'a'}, null)))
                .hasMessage("o valor é nulo");
    }

    private void invalido(String valor, String causa) {
        invalido(valor, StandardCharsets.UTF_8, causa);
    }

    private void invalido(String valor, Charset charset, String causa) {
        assertThatThrownBy(() ->
                        leitura.le(new ConsumerRecord<>("t", 0, 0, new byte[] {'a', '1'}, valor.getBytes(charset))))
                .isInstanceOf(RegistroInvalido.class)
                .hasMessageStartingWith(causa);
    }

    private static ConsumerRecord<byte[], byte[]> registro(String chave, String valor) {
        return new ConsumerRecord<>(
                "novos_pedidos", 0, 0, chave.getBytes(StandardCharsets.UTF_8), valor.getBytes(StandardCharsets.UTF_8));
    }
}
