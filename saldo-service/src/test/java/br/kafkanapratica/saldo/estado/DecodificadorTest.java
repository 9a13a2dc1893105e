package br.kafkanapratica.saldo.estado;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodificadorTest {

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
            assertThat(valido.saldo().clienteId()).isEqualTo("1");
            assertThat(valido.saldo().saldo()).hasToString("150.00");
            assertThat(valido.saldo().timestamp()).isEqualTo("2025-10-14T15:20:57");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-10.5", "150", "1e3", "0.1", "12345678901234567890.123456789", "-0.00"})
    void guardaODecimalExato(String saldo) {
        assertThat(decodifica("{'cliente_id':'1','saldo':%s,'timestamp':'2025-10-14T15:20:57'}".formatted(saldo)))
                .isInstanceOfSatisfying(
                        Registro.Valido.class,
                        valido -> assertThat(valido.saldo().saldo()).isEqualTo(new BigDecimal(saldo)));
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
                        valido -> assertThat(valido.saldo().timestamp()).isEqualTo(timestamp));
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
            {'cliente_id':'1','saldo':1e2147483648,'timestamp':'2025-10-14T15:20:57'} | saldo grande demais para um decimal
            {'cliente_id':'1','saldo':-7e9832330649372,'timestamp':'2025-10-14T15:20:57'} | saldo grande demais para um decimal
            {'cliente_id':'1','saldo':1e-9999999999,'timestamp':'2025-10-14T15:20:57'} | saldo grande demais para um decimal
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
                        Registro.Corrompido.class,
                        corrompido -> assertThat(corrompido.causa()).isEqualTo(causa));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "+1", ".5", "1.", "01", "1,5", "0x10"})
    void naoAceitaNumeroQueOJsonNaoAceita(String saldo) {
        assertThat(decodifica("{'cliente_id':'1','saldo':%s,'timestamp':'2025-10-14T15:20:57'}".formatted(saldo)))
                .isInstanceOf(Registro.Corrompido.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
    void oContratoEUtf8EOutroEncodingECorrompido(String encoding) {
        var valor = "{\"cliente_id\":\"1\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"
                .getBytes(Charset.forName(encoding));

        assertThat(Decodificador.decodifica(0, 0, 0, "1", valor)).isInstanceOf(Registro.Corrompido.class);
    }

    @Test
    void utf8InvalidoECorrompido() {
        var valor = "{\"cliente_id\":\"é\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Decodificador.decodifica(0, 0, 0, "é", valor)).isInstanceOf(Registro.Corrompido.class);
    }

    @Test
    void aninhamentoSemFimECorrompidoENaoDerrubaOLeitor() {
        assertThat(decodifica("{'x':" + "[".repeat(500_000))).isInstanceOf(Registro.Corrompido.class);
        assertThat(decodifica("{'cliente_id':'1','saldo':" + "9".repeat(500_000) + "}"))
                .isInstanceOf(Registro.Corrompido.class);
        assertThat(decodifica("{'cliente_id':'1','saldo':1e999999999,'timestamp':'2025-10-14T15:20:57'}"))
                .isNotNull();
    }

    private static Registro decodifica(String json) {
        return Decodificador.decodifica(0, 7, 0, "1", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
