package br.kafkanapratica.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nada de um arquivo estragado vira dinheiro sem se dizer. */
class LeituraDoCsvTest {

    /** Os saldos lidos, {@code "5=300.00"}, os erros ditos, e quantas linhas estes são. */
    private record Lido(List<String> saldos, List<String> erros, long comErro) {}

    @ParameterizedTest
    @ValueSource(strings = {"cliente_id;saldo\n5;300,00\n1234,50\n6;10\n", "5;300,00\n1234,50\n6;10\n"})
    void aLinhaDeOutroSeparadorEUmErroComONumero(String csv) throws Exception {
        var lido = le(csv);

        assertThat(lido.saldos).containsExactly("5=300.00", "6=10.00");
        long ruim = csv.lines().toList().indexOf("1234,50") + 1;
        assertThat(lido.erros).singleElement().asString().startsWith("Linha " + ruim + ": esperava duas colunas");
        assertThat(lido.comErro).isEqualTo(1);
    }

    @Test
    void noArquivoComVirgulaALinhaComPontoEVirgulaEUmErro() throws Exception {
        var lido = le("cliente_id,saldo\n5,300.00\n6;300,00\n7,\"1.234,56\"\n");

        assertThat(lido.saldos).containsExactly("5=300.00", "7=1234.56");
        assertThat(lido.erros).singleElement().asString().startsWith("Linha 3: tem ; fora de aspas");
    }

    /** A primeira linha está estragada, ou o arquivo é separado por vírgula: sem cabeçalho, não há como saber. */
    @ParameterizedTest
    @ValueSource(strings = {"1234,50\n5;300,00\n", "5,300\n6,10\n", "\uFEFF1.234,50\n99,90\n", "-10,00\n5;1\n"})
    void semCabecalhoEComAPrimeiraLinhaDubiaNadaELido(String csv) {
        assertThatThrownBy(() -> le(csv))
                .isInstanceOf(ArquivoIlegivel.class)
                .hasMessageContaining("não sei qual é o separador")
                .hasMessageContaining("Nada foi enviado")
                .hasMessageContaining("--separador");
    }

    @Test
    void oSeparadorDadoValeParaOArquivoInteiro() throws Exception {
        assertThat(le("5,300\n6;10,00\n7,20\n", Separador.VIRGULA).saldos).containsExactly("5=300.00", "7=20.00");
        assertThat(le("1234,50\n5;300,00\n", Separador.PONTO_E_VIRGULA).saldos).containsExactly("5=300.00");
        assertThat(le("cliente_id,saldo\n5;1\n", Separador.PONTO_E_VIRGULA).saldos)
                .containsExactly("5=1.00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "saldo;cliente_id\n300,00;5\n",
                "saldo,cliente_id\n300,5\n",
                "cliente_id;nome;saldo\n5;30;10\n",
                "cliente_id;valor\n5;10\n",
                "\uFEFF\"Saldo\";\"Cliente_ID\"\n300;5\n"
            })
    void comOutroCabecalhoNadaELido(String csv) {
        assertThatThrownBy(() -> le(csv)).isInstanceOf(ArquivoIlegivel.class).hasMessageContaining("cabeçalho");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", "cliente_id;saldo", "cliente_id,saldo\r\n", "\uFEFF\"CLIENTE_ID\"; \"Saldo\"\n\n"})
    void vazioOuSoComOCabecalhoNaoTemSaldosNemErros(String csv) throws Exception {
        assertThat(le(csv)).isEqualTo(new Lido(List.of(), List.of(), 0));
    }

    @Test
    void bomCrlfLinhasVaziasEAUltimaSemFimDeLinha() throws Exception {
        assertThat(le("\uFEFFcliente_id;saldo\r\n5;300,00\r\n\r\n\"6\";\"1.234,56\"\r\n7;1").saldos)
                .containsExactly("5=300.00", "6=1234.56", "7=1.00");
    }

    /** Nem o arquivo inteiro, que assim é uma linha só, com o cabeçalho à frente. */
    @Test
    void umCrSoltoNaoParteALinha() throws Exception {
        var dados = "\r5;300,00";
        for (var linha : List.of("5;1\r0,00", "cliente_id;saldo" + dados, "cliente_id;saldo" + dados.repeat(1_001))) {
            var lido = le(linha + "\n6;2\n");

            assertThat(lido.saldos).containsExactly("6=2.00");
            assertThat(lido.erros)
                    .singleElement()
                    .asString()
                    .startsWith("Linha 1: ")
                    .contains("só com CR", "LF");
        }
    }

    @Test
    void oQueEstaDentroDeAspasAbertasNaoELidoComoSaldo() throws Exception {
        var lido = le("cliente_id;saldo\n1;1\n\"Maria\n7;500,00\nSilva\";10\n2;2\n");

        assertThat(lido.saldos).containsExactly("1=1.00", "2=2.00");
        assertThat(lido.erros).singleElement().asString().startsWith("Linhas 3 a 5: as aspas");
        assertThat(lido.comErro).isEqualTo(3);
    }

    @Test
    void asAspasQueNuncaFechamSaoDitasComQuantoSePerdeu() throws Exception {
        var lido = le("1;1\n\"Maria;10\n7;500,00\n8;600,00\n");

        assertThat(lido.saldos).containsExactly("1=1.00");
        assertThat(lido.erros)
                .singleElement()
                .asString()
                .startsWith("Linha 2: ")
                .contains("2 linhas depois dela");
        assertThat(lido.comErro).isEqualTo(3);
    }

    @Test
    void umaLinhaSemFimNaoOcupaAMemoria() throws Exception {
        var lido = le("1;1\n" + "x".repeat(5_000_000) + ";10\n2;2\n");

        assertThat(lido.saldos).containsExactly("1=1.00", "2=2.00");
        assertThat(lido.erros)
                .singleElement()
                .asString()
                .startsWith("Linha 2: passa de")
                .hasSizeLessThan(200);
    }

    @Test
    void emLatin1ALinhaComAcentoEUmErro() throws Exception {
        var lido = le("José;10\nmaria;20\n", Charset.forName("ISO-8859-1"), null);

        assertThat(lido.saldos).containsExactly("maria=20.00");
        assertThat(lido.erros).singleElement().asString().startsWith("Linha 1: o ID do cliente não está em UTF-8");
    }

    @Test
    void utf16EPlanilhaSaoRecusadosComOConserto() {
        assertThatThrownBy(() -> le("\uFEFF5;10\n", StandardCharsets.UTF_16LE, null))
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> le("PK\u0003\u0004xl/workbook.xml")).hasMessageContaining("planilha");
    }

    @Test
    void umIdGrandeDemaisEUmErroComONumero() throws Exception {
        var lido = le("cliente_id;saldo\n" + "x".repeat(201) + ";10\n" + "y".repeat(200) + ";20\n");

        assertThat(lido.saldos).containsExactly("y".repeat(200) + "=20.00");
        assertThat(lido.erros).singleElement().asString().contains("Linha 2: ", "201 caracteres");
    }

    /** Qualquer que seja o estrago: nenhuma linha some, e cada saldo é o que uma linha inteira diz sozinha. */
    @Test
    void deUmArquivoEstragadoAoAcasoCadaLinhaTemASuaConta() throws Exception {
        long semente = Long.getLong("semente", System.nanoTime());
        var acaso = new Random(semente);
        var cabecalho = "cliente_id;saldo\n";
        for (int vez = 0; vez < 2_000; vez++) {
            var csv = new StringBuilder(cabecalho + "10;1.234,50\n\"Maria; José\";20,00\n30;40\n1;0,99\nx;7");
            for (int estrago = 0; estrago < 3; estrago++) {
                int onde = cabecalho.length() + acaso.nextInt(csv.length() - cabecalho.length());
                csv.setCharAt(onde, ";,\"\r\n\u0000.5".charAt(acaso.nextInt(8)));
            }
            var linhas = List.of(
                    csv.toString().replaceFirst("\n\\z", "").split("\n", -1)); // depois do último LF não há outra
            long emBranco = linhas.stream().filter(String::isBlank).count();

            var lido = le(csv.toString());

            assertThat(1 + lido.saldos.size() + lido.comErro)
                    .as("%s (semente %d)", csv, semente)
                    .isBetween(linhas.size() - emBranco, (long) linhas.size());
            var sozinhas = new ArrayList<String>();
            for (var linha : linhas) {
                sozinhas.addAll(le(cabecalho + linha).saldos);
            }
            assertThat(sozinhas).as("%s (semente %d)", csv, semente).containsAll(lido.saldos);
        }
    }

    private static Lido le(String csv) throws IOException, ArquivoIlegivel {
        return le(csv, null);
    }

    private static Lido le(String csv, @Nullable Separador separador) throws IOException, ArquivoIlegivel {
        return le(csv, StandardCharsets.UTF_8, separador);
    }

    private static Lido le(String csv, Charset codificacao, @Nullable Separador separador)
            throws IOException, ArquivoIlegivel {
        InputStream bytes = new ByteArrayInputStream(csv.getBytes(codificacao));
        var leitura = new LeituraDoCsv(bytes, separador);
        var saldos = new ArrayList<String>();
        var erros = new ArrayList<String>();
        for (LinhaDeSaldo linha; (linha = leitura.proximo(erros::add)) != null; ) {
            saldos.add(linha.clienteId() + "=" + linha.saldo());
        }
        return new Lido(saldos, erros, leitura.comErro());
    }
}
