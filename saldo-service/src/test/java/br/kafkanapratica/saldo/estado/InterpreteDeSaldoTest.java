package br.kafkanapratica.saldo.estado;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.Lido;
import br.kafkanapratica.estado.chaves.Registro;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpreteDeSaldoTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'cliente_id':'1','saldo':150.00,'timestamp':'2025-10-14T15:20:57'}",
                " { 'cliente_id' : '1' , 'saldo' : 150.00 , 'timestamp' : '2025-10-14T15:20:57' } ",
                "{'timestamp':'2025-10-14T15:20:57','saldo':150.00,'cliente_id':'1'}",
                "{'cliente_id':'1','moeda':{'nome':['BRL',1]},'saldo':150.00,'timestamp':'2025-10-14T15:20:57','x':null}",
                "{'cliente_id':'\\u0031','saldo':150.00,'timestamp':'2025-10-14T15:20:57'}",
            })
    void aceitaQualquerJsonDoContrato(String json) {
        assertThat(decodifica(json)).isInstanceOfSatisfying(Registro.Valido.class, valido -> {
            assertThat(saldo(valido).clienteId()).isEqualTo("1");
            assertThat(saldo(valido).saldo()).hasToString("150.00");
            assertThat(saldo(valido).timestamp()).isEqualTo("2025-10-14T15:20:57");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-10.5", "150", "1e3", "0.1", "12345678901234567890.123456789", "-0.00"})
    void guardaODecimalExato(String saldo) {
        assertThat(decodifica("{'cliente_id':'1','saldo':%s,'timestamp':'2025-10-14T15:20:57'}".formatted(saldo)))
                .isInstanceOfSatisfying(
                        Registro.Valido.class,
                        valido -> assertThat(saldo(valido).saldo()).isEqualTo(new BigDecimal(saldo)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-10-14T15:20:57",
                "2025-10-14T15:20:57.123456",
                "2025-10-14T15:20",
                "2025-10-14T15:20:57Z",
                "2025-10-14T15:20:57-03:00",
                "2025-10-14T15:20:57-0300",
                "2025-10-14T15:20:57.1+00:00",
            })
    void devolveOTimestampComoVeio(String timestamp) {
        assertThat(decodifica("{'cliente_id':'1','saldo':1,'timestamp':'%s'}".formatted(timestamp)))
                .isInstanceOfSatisfying(
                        Registro.Valido.class,
                        valido -> assertThat(saldo(valido).timestamp()).isEqualTo(timestamp));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            lixo                                                                      | não é um JSON válido (linha 1, coluna 1)
            {'cliente_id':'1','saldo':1                                               | não é um JSON válido (linha 1, coluna 28)
            ""                                                                        | não é um objeto JSON
            []                                                                        | não é um objeto JSON
            null                                                                      | não é um objeto JSON
            150.00                                                                    | não é um objeto JSON
            {}                                                                        | cliente_id ausente
            {'cliente_id':'1','timestamp':'2025-10-14T15:20:57'}                      | saldo ausente
            {'cliente_id':'1','saldo':1}                                              | timestamp ausente
            {'saldo':1,'timestamp':'2025-10-14T15:20:57'}                             | cliente_id ausente
            {'cliente_id':'1','saldo':'150.00','timestamp':'2025-10-14T15:20:57'}     | saldo não é um número JSON
            {'cliente_id':'1','saldo':null,'timestamp':'2025-10-14T15:20:57'}         | saldo não é um número JSON
            {'cliente_id':'1','saldo':true,'timestamp':'2025-10-14T15:20:57'}         | saldo não é um número JSON
            {'cliente_id':'1','saldo':[1],'timestamp':'2025-10-14T15:20:57'}          | saldo não é um número JSON
            {'cliente_id':'1','saldo':1e2147483648,'timestamp':'2025-10-14T15:20:57'} | saldo tem um expoente além de ±2.147.483.647
            {'cliente_id':'1','saldo':-7e9832330649372,'timestamp':'2025-10-14T15:20:57'} | saldo tem um expoente além de ±2.147.483.647
            {'cliente_id':'1','saldo':1e-9999999999,'timestamp':'2025-10-14T15:20:57'} | saldo tem um expoente além de ±2.147.483.647
            {'cliente_id':'2','saldo':1,'timestamp':'2025-10-14T15:20:57'}            | cliente_id difere da chave
            {'cliente_id':1,'saldo':1,'timestamp':'2025-10-14T15:20:57'}              | cliente_id não é um texto
            {'cliente_id':'1','saldo':1,'timestamp':1697297000}                       | timestamp não é um texto
            {'cliente_id':'1','saldo':1,'timestamp':'ontem'}                          | timestamp não é ISO-8601
            {'cliente_id':'1','saldo':1,'saldo':2,'timestamp':'2025-10-14T15:20:57'}  | saldo aparece duas vezes
            {'cliente_id':'1','saldo':1,'timestamp':'2025-10-14T15:20:57'} x          | não é um JSON válido (linha 1, coluna 64)
            {'cliente_id':'1','saldo':1,'timestamp':'2025-10-14T15:20:57'}{}          | há algo depois do objeto JSON
            """)
    void dizPorQueUmRegistroNaoServe(String json, String causa) {
        assertThat(decodifica(json))
                .isInstanceOfSatisfying(
                        Registro.Malformado.class,
                        corrompido -> assertThat(corrompido.causa()).isEqualTo(causa));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "+1", ".5", "1.", "01", "1,5", "0x10"})
    void naoAceitaNumeroQueOJsonNaoAceita(String saldo) {
        assertThat(decodifica("{'cliente_id':'1','saldo':%s,'timestamp':'2025-10-14T15:20:57'}".formatted(saldo)))
                .isInstanceOf(Registro.Malformado.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
    void oContratoEUtf8EOutroEncodingECorrompido(String encoding) {
        var valor = "{\"cliente_id\":\"1\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"
                .getBytes(Charset.forName(encoding));

        assertThat(interpreta("1", valor)).isInstanceOf(Registro.Malformado.class);
    }

    @Test
    void utf8InvalidoECorrompido() {
        var valor = "{\"cliente_id\":\"é\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(interpreta("é", valor)).isInstanceOf(Registro.Malformado.class);
    }

    @Test
    void aninhamentoSemFimECorrompidoENaoDerrubaOLeitor() {
        assertThat(decodifica("{'x':" + "[".repeat(500_000))).isInstanceOf(Registro.Malformado.class);
        assertThat(decodifica("{'cliente_id':'1','saldo':" + "9".repeat(500_000) + "}"))
                .isInstanceOf(Registro.Malformado.class);
        assertThat(decodifica("{'cliente_id':'1','saldo':1e999999999,'timestamp':'2025-10-14T15:20:57'}"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T00:00:00",
                "2000-02-29T00:00:00",
                "0000-01-01T00:00:00",
                "9999-12-31T23:59:59.999999999Z",
                "+12025-01-01T00:00:00",
                "2025-10-14t15:20:57z",
                "2025-10-14T15:20:57+18:00",
                "2025-10-14T15:20:57-18:00",
                "2025-10-14T15:20:57+1800",
                "2025-10-14T15:20:57-18",
                "2025-10-14T15:20:57-00:00",
                "2025-10-14T15:20-03:00",
            })
    void timestampsNoLimiteQueValem(String timestamp) {
        assertThat(comTimestamp(timestamp))
                .isInstanceOfSatisfying(
                        Registro.Valido.class,
                        valido -> assertThat(saldo(valido).timestamp()).isEqualTo(timestamp));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-02-29T00:00:00",
                "2025-02-30T00:00:00",
                "1900-02-29T00:00:00",
                "2025-04-31T00:00:00",
                "2025-00-10T00:00:00",
                "2025-13-10T00:00:00",
                "2025-10-00T00:00:00",
                "2025-10-14T24:00:00",
                "2025-10-14T23:60:00",
                "2025-12-31T23:59:60Z",
                "2025-10-14T15:20:57.1234567890",
                "2025-10-14T15:20:57.",
                "2025-10-14T15:20:57,5",
                "2025-10-14T15:20:57+18:01",
                "2025-10-14T15:20:57-19",
                "2025-10-14T15:20:57+03:60",
                "2025-10-14T15:20:57+3",
                "2025-10-14T15:20:57ZZ",
                "2025-10-14T15:20:57-03:00-0300",
                "2025-10-14T15:20:57+03:00:00",
                "2025-10-14T15:20:57 Z",
                "2025-10-14 15:20:57",
                "2025-10-14",
                "12025-01-01T00:00:00",
                "25-10-14T15:20:57",
                "2025-1-1T00:00:00",
                "2025-W42-2T15:20:57",
                "20251014T152057Z",
                "",
            })
    void timestampsQueNaoValem(String timestamp) {
        assertThat(causa(comTimestamp(timestamp))).isEqualTo("timestamp não é ISO-8601");
    }

    @Test
    void digitosNoLimite() {
        for (var numero :
                new String[] {"9".repeat(999), "9".repeat(1000), "0." + "1".repeat(999), "-" + "1".repeat(1000)}) {
            assertThat(comSaldo(numero))
                    .isInstanceOfSatisfying(
                            Registro.Valido.class,
                            valido -> assertThat(saldo(valido).saldo()).isEqualTo(new BigDecimal(numero)));
        }
        assertThat(causa(comSaldo("9".repeat(1001)))).isEqualTo("saldo tem 1.001 dígitos; o limite é 1.000");
        assertThat(causa(comSaldo("0." + "1".repeat(1000)))).isEqualTo("saldo tem 1.001 dígitos; o limite é 1.000");
        assertThat(causa(comSaldo("1".repeat(1001) + "e5"))).isEqualTo("saldo tem 1.001 dígitos; o limite é 1.000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e-2147483647", "1e2147483647", "0e-2147483647", "1E+0000000000000000000002", "1.5e-2147483646"
            })
    void expoentesNoLimite(String saldo) {
        assertThat(comSaldo(saldo))
                .isInstanceOfSatisfying(
                        Registro.Valido.class,
                        valido -> assertThat(saldo(valido).saldo()).isEqualTo(new BigDecimal(saldo)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-2147483648", "1.5e-2147483647", "1e2147483648", "1e99999999999999999999"})
    void expoentesAlemDoLimite(String saldo) {
        assertThat(causa(comSaldo(saldo))).isEqualTo("saldo tem um expoente além de ±2.147.483.647");
    }

    /** O que se ignora é ignorado, seja o que for que JSON permita. */
    @Test
    void camposIgnoradosNaoTemLimiteAlemDoAninhamento() {
        for (var ignorado : new String[] {
            "'x':" + "9".repeat(100_000),
            "'x':1e-99999999999",
            "'x':1e-2147483648",
            "'x':'" + "a".repeat(1_000_000) + "'",
            "'" + "n".repeat(100_000) + "':0",
            "'x':1,'x':2",
            "'x':'\\ud800'",
            "'x':" + "[".repeat(999) + "]".repeat(999),
            "'x':" + "{'y':".repeat(999) + "0" + "}".repeat(999),
        }) {
            assertThat(comIgnorado(ignorado)).as(ignorado.substring(0, 5)).isInstanceOf(Registro.Valido.class);
        }
        for (var fundo : new String[] {
            "'x':" + "[".repeat(1000) + "]".repeat(1000), "'x':" + "{'y':".repeat(1000) + "0" + "}".repeat(1000)
        }) {
            assertThat(causa(comIgnorado(fundo))).isEqualTo("o JSON tem mais de 1.000 níveis");
        }
    }

    @Test
    void utf8InvalidoNumCampoIgnoradoTambemECorrompido() {
        for (var bytes : new byte[][] {
            {(byte) 0xC0, (byte) 0xAF}, // "/" em dois bytes
            {(byte) 0xE0, (byte) 0x80, (byte) 0xAF},
            {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0xAF},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // surrogate
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // acima de U+10FFFF
            {(byte) 0xFF},
            {(byte) 0xC3},
        }) {
            var texto = new String(bytes, StandardCharsets.ISO_8859_1);
            var valor = "{\"cliente_id\":\"1\",\"x\":\"%s\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"
                    .formatted(texto)
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertThat(causa(interpreta("1", valor))).isEqualTo("o valor não é UTF-8 válido (byte 24)");
        }
    }

    @Test
    void umValorEnormeNemSeLe() {
        int enchimento = RegistroDeContas.MAIOR_VALOR
                - "{'x':'','cliente_id':'1','saldo':1,'timestamp':'2025-10-14T15:20:57'}".length();
        assertThat(comIgnorado("'x':'" + "a".repeat(enchimento) + "'")).isInstanceOf(Registro.Valido.class);
        assertThat(causa(comIgnorado("'x':'" + "a".repeat(enchimento + 1) + "'")))
                .isEqualTo("o valor tem 4.194.305 bytes; o limite é 4.194.304");
    }

    private static Registro<Saldo> comTimestamp(String timestamp) {
        return decodifica("{'cliente_id':'1','saldo':1,'timestamp':'%s'}".formatted(timestamp));
    }

    private static Registro<Saldo> comSaldo(String saldo) {
        return decodifica("{'cliente_id':'1','saldo':%s,'timestamp':'2025-10-14T15:20:57'}".formatted(saldo));
    }

    private static Registro<Saldo> comIgnorado(String campo) {
        return decodifica("{%s,'cliente_id':'1','saldo':1,'timestamp':'2025-10-14T15:20:57'}".formatted(campo));
    }

    private static String causa(Registro<Saldo> registro) {
        return registro instanceof Registro.Malformado<Saldo> corrompido
                ? corrompido.causa()
                : "não: " + registro.getClass();
    }

    private static Registro<Saldo> decodifica(String json) {
        return interpreta("1", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Registro<Saldo> interpreta(String clienteId, byte[] valor) {
        return Registro.de(
                new Lido(0, 7, 0, clienteId.getBytes(StandardCharsets.UTF_8), valor), InterpreteDeSaldo::saldo);
    }

    private static Saldo saldo(Registro.Valido<?> valido) {
        return (Saldo) valido.valor();
    }
}
