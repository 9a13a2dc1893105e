package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private enum Cor {
        AZUL
    }

    private record Item(String nome, long quantos) {}

    private record Caixa(Cor cor, List<Item> itens, Instant em, UUID id) {}

    private static final String CAIXA =
            "{\"cor\":\"AZUL\",\"itens\":[{\"nome\":\"a\",\"quantos\":1},{\"nome\":\"b\",\"quantos\":2}],"
                    + "\"em\":\"2026-11-27T10:00:00Z\",\"id\":\"b3f1c7f4-0000-0000-0000-000000000001\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"AZUL\"                | 0                     | cor",
                "\"AZUL\"                | \"\"                | cor",
                "{\"nome\":\"a\",\"quantos\":1} | null        | itens[0]",
                "\"quantos\":2           | \"quantos\":\"2\" | itens[1].quantos",
                "\"quantos\":2           | \"x\":2             | itens[1].quantos",
                "\"2026-11-27T10:00:00Z\" | 1764237600           | em",
                "\"2026-11-27T10:00:00Z\" | \"\"               | em",
                "\"b3f1c7f4-0000-0000-0000-000000000001\" | \"\" | id",
            })
    void oQueOJacksonAdivinhariaNaoVale_eDizSeOndeEsta(String trecho, String troca, String campo) {
        var caixas = Leitura.json(Caixa.class);
        assertThatCode(() -> caixas.le(registro("a", CAIXA))).doesNotThrowAnyException();
        assertThatThrownBy(() -> caixas.le(registro("a", CAIXA.replace(trecho, troca))))
                .hasMessage("o campo %s falta, é nulo ou não tem o tipo certo".formatted(campo));
    }

    private record Leituras(
            double celsius,
            Float volts,
            List<Double> minutos,
            double[] horas,
            float[] dias,
            Number total,
            OptionalDouble media) {}

    private static final String LEITURAS =
            "{\"celsius\":20.5,\"volts\":1,\"minutos\":[2.5],\"horas\":[3],\"dias\":[4.5],\"total\":6,\"media\":7.5}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20.5  | \"NaN\"         | o campo celsius falta, é nulo ou não tem o tipo certo",
                "20.5  | \"Infinity\"    | o campo celsius falta, é nulo ou não tem o tipo certo",
                "20.5  | \"-Infinity\"   | o campo celsius falta, é nulo ou não tem o tipo certo",
                "20.5  | \"INF\"         | o campo celsius falta, é nulo ou não tem o tipo certo",
                "20.5  | 1e999           | o campo celsius é um número grande demais",
                "20.5  | -1e999          | o campo celsius é um número grande demais",
                ":1,   | :\"NaN\",       | o campo volts falta, é nulo ou não tem o tipo certo",
                ":1,   | :1e39,          | o campo volts é um número grande demais",
                "[2.5] | [1,\"NaN\"]     | o campo minutos[1] falta, é nulo ou não tem o tipo certo",
                "[3]   | [\"-INF\"]      | o campo horas falta, é nulo ou não tem o tipo certo",
                "[3]   | [1e999]         | o campo horas falta, é nulo ou não tem o tipo certo",
                "[4.5] | [1e39]          | o campo dias falta, é nulo ou não tem o tipo certo",
                ":6    | :1e999          | o campo total é um número grande demais",
                "7.5   | \"NaN\"         | o campo media falta, é nulo ou não tem o tipo certo",
            })
    void oNumeroQueNaoEFinitoNaoVale(String trecho, String troca, String causa) {
        var leituras = Leitura.json(Leituras.class);
        assertThatCode(() -> leituras.le(registro("a", LEITURAS))).doesNotThrowAnyException();
        assertThatThrownBy(() -> leituras.le(registro("a", LEITURAS.replace(trecho, troca))))
                .isInstanceOf(RegistroInvalido.class)
                .hasMessage(causa);
    }

    private record Evoluida(
            String nome,
            @Nullable String cupom,
            Optional<Integer> nota,
            @Nullable Cor cor) {

        private Evoluida {
            if (nome.isEmpty()) {
                throw new IllegalArgumentException("o nome está vazio");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"nome\":\"a\"}",
                "{\"nome\":\"a\",\"cupom\":null,\"nota\":null,\"cor\":null}",
            })
    void oCampoOpcionalPodeFaltarOuSerNulo(String valor) throws RegistroInvalido {
        assertThat(Leitura.json(Evoluida.class).le(registro("a", valor)))
                .isEqualTo(new Evoluida("a", null, Optional.empty(), null));
    }

    @SuppressWarnings("unused")
    static class DeCampos {
        public String nome = "";
        public @Nullable String cupom;
    }

    @SuppressWarnings("unused")
    static class DeOpcionais {
        public @Nullable String cupom;
    }

    private record ComUmDeCampos(String id, List<DeCampos> itens) {}

    static final class PeloConstrutor {
        final String nome;

        @JsonCreator
        PeloConstrutor(@JsonProperty("nome") String nome) {
            this.nome = nome;
        }
    }

    /** O Jackson só dá por falta do que vai ao construtor: de um objeto vazio sairia um com tudo nulo. */
    @ParameterizedTest
    @ValueSource(classes = {DeCampos.class, ComUmDeCampos.class})
    void oTipoQueNaoSePodeExigirInteiroERecusadoPeloNome_tambemDentroDeOutro(Class<?> tipo) {
        assertThatThrownBy(() -> Leitura.json(tipo))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(tipo.getName() + " não serve para ler JSON: ")
                .hasMessageContaining(DeCampos.class.getName() + " não é um record, e o campo nome");
    }

    @Test
    void oQueRecebeTudoNoConstrutor_ouSoTemOpcionais_serve() {
        assertThatCode(() -> Leitura.json(DeOpcionais.class)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Leitura.json(PeloConstrutor.class).le(registro("a", "{}")))
                .hasMessage("o campo nome falta, é nulo ou não tem o tipo certo");
    }

    @Test
    void oQueOConstrutorRecusaEInvalidoComACausaDele() {
        assertThatThrownBy(() -> Leitura.json(Evoluida.class).le(registro("a", "{\"nome\":\"\"}")))
                .isInstanceOf(RegistroInvalido.class)
                .hasMessage("não serve: o nome está vazio");
        assertThatThrownBy(() -> Leitura.json(Evoluida.class).le(registro("a", "{\"cupom\":\"x\"}")))
                .hasMessage("o campo nome falta, é nulo ou não tem o tipo certo");
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
