package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.saldo.estado.compacto.Escrita;
import br.kafkanapratica.saldo.estado.compacto.Leitura;
import br.kafkanapratica.testes.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * O que entra na tabela sai igual, por qualquer caminho: os bytes de {@link Formato}, a {@link LeituraRapida} contra o {@link
 * Decodificador}, o JSON de {@link SaldosEmJson} contra o do Jackson. Para repetir um sorteio: {@code -Dsemente=N}.
 */
class FormatoTest {

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());
    private static final int SORTEIOS = Volume.de(10_000, 50_000);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] OFFSETS = {
        "", "Z", "-03:00", "+00:00", "-00:00", "+17:59", "-18:00", "-0300", "+05", "z"
    };

    private final Random sorteio = new Random(SEMENTE);

    @BeforeAll
    static void dizASemente() {
        System.out.printf("FormatoTest: -Dsemente=%d%n", SEMENTE);
    }

    @Test
    void oQueSeGravaSeLe() {
        var formato = new Formato();
        var escrita = new Escrita();
        for (int i = 0; i < SORTEIOS; i++) {
            var registro = registro();
            escrita.recomeca();
            formato.grava(escrita, 0, registro);

            var leitura = new Leitura(escrita.bytes(), 0, escrita.tamanho());
            var id = registro instanceof Registro.Valido valido ? valido.saldo().clienteId() : "";
            assertThat(Formato.le(leitura, id))
                    .as("semente %d, %s", SEMENTE, registro)
                    .isEqualTo(registro);
            assertThat(leitura.acabou()).isTrue();
        }
    }

    @Test
    void aLeituraRapidaSoAceitaOQueODecodificadorAceitaEComOMesmoResultado() {
        var rapida = new LeituraRapida();
        var formato = new Formato();
        var escrita = new Escrita();
        int aceitos = 0;
        for (int i = 0; i < SORTEIOS; i++) {
            var id = id();
            var chave = id.getBytes(UTF_8);
            var valor = valor(id);
            if (rapida.le(chave, valor)) {
                aceitos++;
                escrita.recomeca();
                formato.gravaValido(escrita, 0, 3, 7, 11, rapida);
                assertThat(Formato.le(new Leitura(escrita.bytes(), 0, escrita.tamanho()), id))
                        .as("semente %d, %s", SEMENTE, new String(valor, UTF_8))
                        .isEqualTo(Decodificador.decodifica(3, 7, 11, id, valor));
            }
        }
        assertThat(aceitos).as("senão não se testou nada").isGreaterThan(SORTEIOS / 10);
    }

    @Test
    void oJsonEODoJackson() throws IOException {
        for (int vez = 0; vez < 100; vez++) {
            var contas = new Contas();
            for (int i = 0; i < 20 * vez; i++) { // de nenhum a uns 300 KB: mais de um bloco
                var id = sorteio.nextInt(10) == 0 ? (char) sorteio.nextInt(' ') + "x" : id();
                contas.aplica(0, i, i, id.getBytes(UTF_8), valor(id));
            }
            var json = new ByteArrayOutputStream();
            json.write('[');
            contas.escreveSaldos(null, Long.MAX_VALUE, json);
            json.write(']');

            assertThat(json.toString(UTF_8))
                    .as("semente %d", SEMENTE)
                    .isEqualTo(JSON.writeValueAsString(contas.saldos(null).toList()));
        }
    }

    /** Uma exceção que não fosse do Jackson mataria o leitor, e o mataria de novo a cada reinício. */
    @Test
    void umExpoenteQueNenhumDecimalGuardaECorrompidoENaoDerrubaOLeitor() {
        for (var saldo :
                new String[] {"1e2147483648", "-7e9832330649672319725455622652806", "1e-99999999999999999999"}) {
            var valor = "{\"cliente_id\":\"1\",\"saldo\":%s,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(saldo);
            var contas = new Contas();
            contas.aplica(0, 0, 0, "1".getBytes(UTF_8), valor.getBytes(UTF_8));

            assertThat(contas.corrompidos())
                    .singleElement()
                    .satisfies(cliente -> assertThat(cliente.causa()).startsWith("saldo tem um expoente além de"));
        }
    }

    @Test
    void osLimitesDoDecimalEDoTempoVoltamIguais() {
        var casos = new BigDecimal[] {
            BigDecimal.valueOf(Long.MIN_VALUE, 0),
            BigDecimal.valueOf(Long.MIN_VALUE, 2),
            BigDecimal.valueOf(Long.MAX_VALUE, 6),
            new BigDecimal(BigInteger.ONE.shiftLeft(63), 0),
            new BigDecimal(BigInteger.TEN.pow(900), Integer.MIN_VALUE),
            new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE),
            BigDecimal.valueOf(0, 7),
        };
        var formato = new Formato();
        for (var saldo : casos) {
            for (long tempo : new long[] {-1, 0, Long.MIN_VALUE, Long.MAX_VALUE}) {
                var escrita = new Escrita();
                var registro = new Registro.Valido(
                        Integer.MAX_VALUE, Long.MAX_VALUE, tempo, new Saldo("1", saldo, "2025-10-14T15:20:57"));
                formato.grava(escrita, 0, registro);
                assertThat(Formato.le(new Leitura(escrita.bytes(), 0, escrita.tamanho()), "1"))
                        .isEqualTo(registro);
            }
        }
    }

    private Registro registro() {
        int particao = sorteio.nextInt(1 << sorteio.nextInt(20));
        long offset = sorteio.nextLong() >>> sorteio.nextInt(1, 64);
        long tempo = sorteio.nextLong() >> sorteio.nextInt(64);
        return switch (sorteio.nextInt(10)) {
            case 0 -> new Registro.Removido(particao, offset, tempo);
            case 1 -> new Registro.Corrompido(particao, offset, tempo, "não é um JSON válido " + sorteio.nextInt());
            default -> new Registro.Valido(particao, offset, tempo, new Saldo(id(), decimal(), timestamp()));
        };
    }

    private BigDecimal decimal() {
        var naoEscalado = new BigInteger(1 + sorteio.nextInt(sorteio.nextInt(10) == 0 ? 400 : 66), sorteio);
        int escala = sorteio.nextInt(10) == 0 ? sorteio.nextInt(2000) - 1000 : sorteio.nextInt(9);
        return new BigDecimal(sorteio.nextBoolean() ? naoEscalado : naoEscalado.negate(), escala);
    }

    private String timestamp() {
        var texto = "%04d-%02d-%02dT%02d:%02d:%02d"
                .formatted(
                        sorteio.nextInt(10_000),
                        1 + sorteio.nextInt(12),
                        1 + sorteio.nextInt(31),
                        sorteio.nextInt(25),
                        sorteio.nextInt(60),
                        sorteio.nextInt(60));
        if (sorteio.nextInt(3) == 0) {
            texto += "." + "%09d".formatted(sorteio.nextInt(1_000_000_000)).substring(0, sorteio.nextInt(10));
        }
        return texto + OFFSETS[sorteio.nextInt(OFFSETS.length)];
    }

    private String id() {
        return switch (sorteio.nextInt(8)) {
            case 0 -> "ação/😀 \"%d\"\\".formatted(sorteio.nextInt(100));
            case 1 -> "\t\u0001\u007f\u2028" + sorteio.nextInt(100);
            case 2 -> " ".repeat(1 + sorteio.nextInt(2));
            case 3 -> "x".repeat(1 + sorteio.nextInt(300));
            default -> "cliente_" + sorteio.nextInt(1_000_000);
        };
    }

    /** Na forma do contrato, e às vezes com um byte trocado, um a mais ou um a menos. */
    private byte[] valor(String id) {
        var saldo = decimal();
        var numero = sorteio.nextInt(4) == 0 ? saldo.toString() : saldo.toPlainString();
        var espaco = sorteio.nextBoolean() ? " " : "";
        var json = "{\"cliente_id\":%s%s,\"saldo\":%s%s,%s\"timestamp\":\"%s\"}"
                .formatted(
                        espaco,
                        JSON.writeValueAsString(id),
                        espaco,
                        numero.length() > 900 ? "-0" : numero,
                        espaco,
                        timestamp());
        var bytes = json.getBytes(UTF_8);
        if (sorteio.nextInt(3) == 0) {
            bytes[sorteio.nextInt(bytes.length)] =
                    (byte) "0123456789-+.,:\"{} eEZ\\\n\u00ff".charAt(sorteio.nextInt(25));
        }
        return bytes;
    }
}
