package br.kafkanapratica.saldo.estado;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Saldo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContasTest {

    private final Contas contas = new Contas();
    private long offset;

    @Test
    void oUltimoRegistroDecide() {
        saldo(0, 1, "1", "200.00");
        saldo(0, 2, "1", "150.00");

        assertThat(valor("1")).isEqualTo("150.00");
        assertThat(contas.totalDeSaldos()).isEqualTo(1);
    }

    @Test
    void oUltimoRegistroDecideMesmoComTimestampMenor() {
        saldo(0, 9, "1", "200.00");
        saldo(0, 2, "1", "150.00");

        assertThat(valor("1")).isEqualTo("150.00");
    }

    @Test
    void registroMalformadoTiraOSaldoAnteriorEOProximoBomOTrazDeVolta() {
        saldo(0, 1, "1", "200.00");
        registro(0, 2, "1", "lixo");

        assertThat(contas.busca("1")).get().isInstanceOf(Registro.Corrompido.class);
        assertThat(contas.saldos(null)).isEmpty();
        assertThat(contas.totalDeSaldos()).isZero();
        assertThat(contas.totalDeCorrompidos()).isEqualTo(1);
        assertThat(contas.corrompidos()).singleElement().satisfies(cliente -> {
            assertThat(cliente.clienteId()).isEqualTo("1");
            assertThat(cliente.offset()).isEqualTo(1);
        });

        saldo(0, 3, "1", "10.00");
        assertThat(valor("1")).isEqualTo("10.00");
        assertThat(contas.totalDeCorrompidos()).isZero();
    }

    /** Como na reconstrução: o lote vem separado, e cada parte aplica os seus; depois, ao vivo, uma thread aplica todas. */
    @Test
    void emPartesOEstadoEOMesmoQueNumaSo() {
        var emPartes = new Contas(3);
        var sorteio = new Random(42);
        var chaves = IntStream.range(0, 20_000)
                .mapToObj(i -> Integer.toString(sorteio.nextInt(5_000)))
                .toList();
        var valores = chaves.stream()
                .map(id -> sorteio.nextInt(10) == 0 ? null : bytes(json(id, sorteio.nextInt(1_000) + ".25")))
                .toList();
        for (int i = 0; i < chaves.size(); i++) {
            contas.aplica(i % 2, i, i, bytes(chaves.get(i)), valores.get(i));
        }
        int aoVivo = chaves.size() / 2;
        var lote = emPartes.lote(aoVivo);
        for (int i = 0; i < aoVivo; i++) {
            lote.junta(i % 2, i, i, bytes(chaves.get(i)), valores.get(i));
        }
        for (int parte = 0; parte < emPartes.partes(); parte++) {
            emPartes.aplica(lote, parte);
        }
        int umAUm = chaves.size() * 3 / 4;
        var emOrdem = emPartes.loteEmOrdem(umAUm - aoVivo);
        for (int i = aoVivo; i < umAUm; i++) {
            emOrdem.junta(i % 2, i, i, bytes(chaves.get(i)), valores.get(i));
        }
        emPartes.aplica(emOrdem);
        for (int i = umAUm; i < chaves.size(); i++) {
            emPartes.aplica(i % 2, i, i, bytes(chaves.get(i)), valores.get(i));
        }

        assertThat(emPartes.saldos(null))
                .containsExactlyElementsOf(contas.saldos(null).toList());
        assertThat(emPartes.totalDeSaldos()).isEqualTo(contas.totalDeSaldos());
        assertThat(emPartes.totalEmVariasParticoes()).isEqualTo(contas.totalEmVariasParticoes());
    }

    @Test
    void remocaoTiraOClienteSemDeixarNada() {
        saldo(0, 1, "1", "200.00");
        registro(0, 2, "1", null);

        assertThat(contas.busca("1")).isEmpty();
        assertThat(contas.totalDeSaldos()).isZero();
        contas.emDia();
        contas.emDia();
        saldo(1, 1, "1", "10.00");
        assertThat(valor("1"))
                .as("a remoção foi esquecida: não esconde mais nada")
                .isEqualTo("10.00");
    }

    /** Depois de uma queda do broker, a partição da remoção pode ser lida antes da que tem o saldo mais velho. */
    @Test
    void remocaoLidaAntesDoSaldoMaisVelhoDeOutraParticaoAindaOEsconde() {
        contas.emDia();
        registro(1, 20, "a", null);
        contas.emDia();
        saldo(0, 10, "a", "1.00");
        contas.emDia();
        contas.emDia();

        assertThat(contas.busca("a")).isEmpty();
    }

    @Test
    void comAChaveEmDuasParticoesDecideOMaisNovoEmQualquerOrdemDeLeitura() {
        saldo(1, 20, "a", "2.00");
        saldo(0, 10, "a", "1.00");
        saldo(0, 10, "b", "1.00");
        saldo(1, 20, "b", "2.00");

        assertThat(valor("a")).isEqualTo("2.00");
        assertThat(valor("b")).isEqualTo("2.00");
        assertThat(contas.totalEmVariasParticoes()).isEqualTo(2);
    }

    @Test
    void remocaoNumaParticaoEscondeOSaldoMaisVelhoDeOutraEmQualquerOrdemDeLeitura() {
        registro(1, 20, "a", null);
        saldo(0, 10, "a", "1.00");
        saldo(0, 10, "b", "1.00");
        contas.emDia();
        registro(1, 20, "b", null);

        assertThat(contas.busca("a")).isEmpty();
        assertThat(contas.busca("b")).isEmpty();
        assertThat(contas.totalDeSaldos()).isZero();
    }

    @Test
    void aOrdemEEstavelEAPaginaComecaDepoisDoUltimo() {
        List.of("3", "1", "é", "2", "a/b").forEach(id -> saldo(0, 1, id, "1.00"));

        var ids = contas.saldos(null).map(Saldo::clienteId).toList();
        assertThat(ids).containsExactlyInAnyOrder("1", "2", "3", "a/b", "é");
        assertThat(contas.saldos(ids.get(1)).map(Saldo::clienteId)).isEqualTo(ids.subList(2, 5));
        assertThat(contas.saldos(ids.get(4))).isEmpty();
    }

    @Test
    void chavesQueNaoSaoUtf8SaoCorrompidasENaoSeConfundem() {
        contas.aplica(0, 0, 1, new byte[] {(byte) 0xFF}, "x".getBytes(StandardCharsets.UTF_8));
        contas.aplica(0, 1, 1, new byte[] {(byte) 0xFE}, "x".getBytes(StandardCharsets.UTF_8));
        contas.aplica(0, 2, 1, new byte[] {(byte) 0xFE}, null);

        assertThat(contas.corrompidos()).singleElement().satisfies(cliente -> {
            assertThat(cliente.clienteId()).isEqualTo("0xff");
            assertThat(cliente.causa()).isEqualTo("a chave não é UTF-8 válido");
        });
    }

    private void saldo(int particao, long tempo, String id, String saldo) {
        registro(particao, tempo, id, json(id, saldo));
    }

    private static String json(String id, String saldo) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%s,\"timestamp\":\"2025-10-14T15:20:57\"}".formatted(id, saldo);
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }

    private void registro(int particao, long tempo, String id, String valor) {
        contas.aplica(particao, offset++, tempo, bytes(id), valor == null ? null : bytes(valor));
    }

    private String valor(String id) {
        return contas.busca(id)
                .map(registro -> ((Registro.Valido) registro).saldo().saldo().toString())
                .orElse("(nenhum)");
    }
}
