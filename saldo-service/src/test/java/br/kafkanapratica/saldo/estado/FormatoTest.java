package br.kafkanapratica.saldo.estado;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.Lido;
import br.kafkanapratica.estado.chaves.Registro;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.estado.compacto.Cursor;
import br.kafkanapratica.estado.compacto.Rascunho;
import br.kafkanapratica.testes.base.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * O que entra na tabela sai igual, por qualquer caminho: os bytes de {@link CodecDeSaldo}, a {@link LeituraRapida} contra o
 * contrato, o JSON de {@link SaldosEmJson} contra o do Jackson. Para repetir um sorteio: {@code -Dsemente=N}.
 */
class FormatoTest {

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());
    private static final int SORTEIOS = Volume.de(4_000, 50_000);
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
        var codec = new CodecDeSaldo();
        var rascunho = new Rascunho();
        for (int i = 0; i < SORTEIOS; i++) {
            var saldo = new Saldo(id(), decimal(), timestamp());
            rascunho.recomeca();
            int marcas = codec.grava(saldo, rascunho);

            assertThat(marcas).isBetween(0, 15);
            var cursor = new Cursor(rascunho.bytes(), 0, rascunho.tamanho());
            assertThat(codec.le(saldo.clienteId(), marcas, cursor))
                    .as("semente %d, %s", SEMENTE, saldo)
                    .isEqualTo(saldo);
            assertThat(cursor.acabou()).isTrue();
        }
    }

    @Test
    void aLeituraRapidaSoAceitaOQueOContratoAceitaEComOMesmoResultado() {
        var codec = new CodecDeSaldo();
        var rascunho = new Rascunho();
        int aceitos = 0;
        for (int i = 0; i < SORTEIOS; i++) {
            var id = id();
            var valor = valor(id);
            rascunho.recomeca();
            int marcas = codec.traduz(id.getBytes(UTF_8), valor, rascunho);
            if (marcas != CodecDeSaldo.NAO_SEI) {
                aceitos++;
                assertThat(codec.le(id, marcas, new Cursor(rascunho.bytes(), 0, rascunho.tamanho())))
                        .as("semente %d, %s", SEMENTE, new String(valor, UTF_8))
                        .isEqualTo(InterpreteDeSaldo.saldo(id, valor));
            }
        }
        assertThat(aceitos).as("senão não se testou nada").isGreaterThan(SORTEIOS / 10);
    }

    @Test
    void oJsonEODoJackson() throws IOException {
        for (int vez = 0; vez < 100; vez += Volume.de(7, 1)) {
            var contas = Armazem.COMPACTO.novo();
            var simples = Armazem.SIMPLES.novo();
            for (int i = 0; i < 20 * vez; i++) { // de nenhum a uns 300 KB: mais de um bloco
                var id = sorteio.nextInt(10) == 0 ? (char) sorteio.nextInt(' ') + "x" : id();
                var lido = new Lido(0, i, i, id.getBytes(UTF_8), valor(id));
                contas.aplica(lido);
                simples.aplica(lido);
            }
            assertThat(json(Armazem.COMPACTO, contas)).as("semente %d", SEMENTE).isEqualTo(jackson(contas));
            assertThat(json(Armazem.SIMPLES, simples)).as("semente %d", SEMENTE).isEqualTo(jackson(simples));
            assertThat(saldos(simples)).as("semente %d", SEMENTE).containsExactlyInAnyOrderElementsOf(saldos(contas));
        }
    }

    private static String json(Armazem armazem, UltimoPorChave<Saldo> contas) throws IOException {
        var json = new ByteArrayOutputStream();
        armazem.escreve(contas, null, Long.MAX_VALUE, json);
        return json.toString(UTF_8);
    }

    private static String jackson(UltimoPorChave<Saldo> contas) {
        return JSON.writeValueAsString(saldos(contas));
    }

    private static List<Saldo> saldos(UltimoPorChave<Saldo> contas) {
        return contas.validos(null).map(Registro.Valido::valor).toList();
    }

    /** A mesma regra de quem decide, aqui e no contrato que o dashboard segue. */
    @Test
    void quemDecideEQuemOContratoDiz() {
        for (int i = 0; i < SORTEIOS; i++) {
            int particao = sorteio.nextInt(3);
            int outra = (particao + 1 + sorteio.nextInt(2)) % 3;
            long tempo = sorteio.nextInt(3);
            long outroTempo = sorteio.nextInt(3);
            assertThat(new Registro.Removido<Saldo>("1", particao, 0, tempo)
                            .decideSobre(new Registro.Removido<>("1", outra, 0, outroTempo)))
                    .isEqualTo(RegistroDeContas.decide(tempo, particao, outroTempo, outra));
        }
    }

    /** Uma exceção que não fosse do Jackson mataria o leitor, e o mataria de novo a cada reinício. */
    @Test
    void umExpoenteQueNenhumDecimalGuardaECorrompidoENaoDerrubaOLeitor() {
        for (var saldo :
                new String[] {"1e2147483648", "-7e9832330649672319725455622652806", "1e-99999999999999999999"}) {
            var valor = "{\"cliente_id\":\"1\",\"saldo\":%s,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(saldo);
            var contas = Armazem.COMPACTO.novo();
            contas.aplica(new Lido(0, 0, 0, "1".getBytes(UTF_8), valor.getBytes(UTF_8)));

            assertThat(contas.malformados())
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
        var codec = new CodecDeSaldo();
        for (var decimal : casos) {
            var saldo = new Saldo("1", decimal, "2025-10-14T15:20:57");
            var rascunho = new Rascunho();
            int marcas = codec.grava(saldo, rascunho);
            assertThat(codec.le("1", marcas, new Cursor(rascunho.bytes(), 0, rascunho.tamanho())))
                    .isEqualTo(saldo);
        }
        for (long tempo : new long[] {-1, 0, Long.MIN_VALUE, Long.MAX_VALUE}) {
            var contas = Armazem.COMPACTO.novo();
            contas.aplica(
                    new Lido(Integer.MAX_VALUE, Long.MAX_VALUE, tempo, "1".getBytes(UTF_8), "lixo".getBytes(UTF_8)));
            assertThat(contas.malformados()).singleElement().satisfies(registro -> {
                assertThat(registro.particao()).isEqualTo(Integer.MAX_VALUE);
                assertThat(registro.offset()).isEqualTo(Long.MAX_VALUE);
                assertThat(registro.tempo()).isEqualTo(tempo);
            });
        }
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
