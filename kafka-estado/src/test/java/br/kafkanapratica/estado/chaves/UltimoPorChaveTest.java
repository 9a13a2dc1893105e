package br.kafkanapratica.estado.chaves;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.estado.Lido;
import br.kafkanapratica.estado.compacto.Codec;
import br.kafkanapratica.estado.compacto.Compacto;
import br.kafkanapratica.estado.compacto.Cursor;
import br.kafkanapratica.estado.compacto.Rascunho;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** O contrato, para cada maneira de guardar: as decisões 0001 e 0002. Para repetir um sorteio: {@code -Dsemente=N}. */
@ParameterizedClass(name = "{0}")
@MethodSource("guardas")
class UltimoPorChaveTest {

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());

    /** Um texto é válido se começa por "v": os outros dizem por que não são. */
    private static final Interprete<String> INTERPRETE = (chave, valor) -> {
        if (valor.length == 0 || valor[0] != 'v') {
            throw new IllegalArgumentException("não começa por v");
        }
        var texto = new String(valor, UTF_8);
        return texto.equals("vnull") ? null : texto;
    };

    /** Também traduz direto dos bytes os que acabam em "!", para que os dois caminhos sejam andados. */
    private static final class TextoEmBytes implements Codec<String> {
        @Override
        public String interpreta(String chave, byte[] valor) throws Exception {
            return INTERPRETE.interpreta(chave, valor);
        }

        @Override
        public int traduz(byte[] chave, byte[] valor, Rascunho saida) {
            saida.umByte('?'); // o que se grava antes de não saber é descartado
            if (valor.length == 0 || valor[0] != 'v' || valor[valor.length - 1] != '!') {
                return NAO_SEI;
            }
            saida.texto(valor);
            return 9;
        }

        @Override
        public int grava(String valor, Rascunho saida) {
            saida.texto(valor.getBytes(UTF_8));
            return 6;
        }

        @Override
        public String le(String chave, int marcas, Cursor entrada) {
            assertThat(marcas).as("as marcas do codec").isIn(6, 9);
            if (marcas == 9) {
                assertThat(entrada.umByte()).isEqualTo('?');
            }
            return new String(entrada.texto(), UTF_8);
        }
    }

    private record Guarda(String nome, Supplier<UltimoPorChave<String>> nova) {
        @Override
        public String toString() {
            return nome;
        }
    }

    static List<Guarda> guardas() {
        return List.of(
                new Guarda("em mapa", () -> new EmMapa<>(INTERPRETE)),
                new Guarda("compacto", () -> new Compacto<>(TextoEmBytes::new, 1)),
                new Guarda("compacto em três partes", () -> new Compacto<>(TextoEmBytes::new, 3)));
    }

    @Parameter
    private Guarda guarda;

    private UltimoPorChave<String> estado() {
        if (atual == null) {
            atual = guarda.nova.get();
        }
        return atual;
    }

    private UltimoPorChave<String> atual;
    private long offset;

    @Test
    void oUltimoRegistroDecide() {
        registro(0, 1, "1", "v200");
        registro(0, 2, "1", "v150");

        assertThat(valor("1")).isEqualTo("v150");
        assertThat(estado().totalDeValidos()).isEqualTo(1);
    }

    @Test
    void oUltimoRegistroDecideMesmoComTimestampMenor() {
        registro(0, 9, "1", "v200");
        registro(0, 2, "1", "v150!");

        assertThat(valor("1")).isEqualTo("v150!");
    }

    @Test
    void registroMalformadoTiraOValorAnteriorEOProximoBomOTrazDeVolta() {
        registro(0, 1, "1", "v200");
        registro(3, 2, "1", "lixo");

        assertThat(estado().busca("1")).get().isEqualTo(new Registro.Malformado<>("1", 3, 1, 2, "não começa por v"));
        assertThat(estado().validos(null)).isEmpty();
        assertThat(estado().totalDeValidos()).isZero();
        assertThat(estado().totalDeMalformados()).isEqualTo(1);
        assertThat(estado().malformados()).singleElement().satisfies(registro -> {
            assertThat(registro.chave()).isEqualTo("1");
            assertThat(registro.offset()).isEqualTo(1);
        });
        assertThat(estado().resumo()).isEqualTo("Número de chaves: 1");

        registro(3, 3, "1", "v10");
        assertThat(valor("1")).isEqualTo("v10");
        assertThat(estado().totalDeMalformados()).isZero();
    }

    @Test
    void umValorVazioEMalformadoENaoUmaRemocao() {
        registro(0, 1, "1", "");
        assertThat(estado().totalDeMalformados()).isEqualTo(1);
    }

    /** Como o Jackson faz de um JSON que é só {@code null}. */
    @Test
    void umInterpreteQueDevolveNullDizQueEstaMalformado() {
        registro(0, 1, "1", "v200");
        registro(0, 2, "1", "vnull");

        assertThat(estado().busca("1"))
                .get()
                .isEqualTo(
                        new Registro.Malformado<>("1", 0, 1, 2, "não diz valor nenhum (o intérprete devolveu null)"));
        assertThat(estado().validos(null)).isEmpty();
        assertThat(estado().totalDeMalformados()).isEqualTo(1);
    }

    @Test
    void remocaoTiraAChaveSemDeixarNada() {
        registro(0, 1, "1", "v200");
        registro(0, 2, "1", null);

        assertThat(estado().busca("1")).isEmpty();
        assertThat(estado().totalDeValidos()).isZero();
        estado().emDia();
        estado().emDia();
        registro(1, 1, "1", "v10");
        assertThat(valor("1"))
                .as("a remoção foi esquecida: não esconde mais nada")
                .isEqualTo("v10");
        assertThat(estado().totalEmVariasParticoes()).isZero();
    }

    @Test
    void umaRemocaoRepetidaEntreAsVezesEmDiaAindaEsconde() {
        registro(1, 20, "a", null);
        estado().emDia();
        registro(1, 21, "a", null);
        estado().emDia();
        registro(0, 10, "a", "v1");

        assertThat(estado().busca("a")).isEmpty();
    }

    /** Depois de uma queda do broker, a partição da remoção pode ser lida antes da que tem o valor mais velho. */
    @Test
    void remocaoLidaAntesDoValorMaisVelhoDeOutraParticaoAindaOEsconde() {
        estado().emDia();
        registro(1, 20, "a", null);
        estado().emDia();
        registro(0, 10, "a", "v1");
        estado().emDia();
        estado().emDia();

        assertThat(estado().busca("a")).isEmpty();
    }

    @Test
    void comAChaveEmDuasParticoesDecideOMaisNovoEmQualquerOrdemDeLeitura() {
        registro(1, 20, "a", "v2");
        registro(0, 10, "a", "v1!");
        registro(0, 10, "b", "v1");
        registro(1, 20, "b", "v2!");

        assertThat(valor("a")).isEqualTo("v2");
        assertThat(valor("b")).isEqualTo("v2!");
        assertThat(estado().totalEmVariasParticoes()).isEqualTo(2);
    }

    @Test
    void noEmpateDeTempoDecideAMaiorParticao() {
        registro(0, 10, "a", "v0");
        registro(2, 10, "a", "v2");
        registro(1, 10, "a", "v1");

        assertThat(valor("a")).isEqualTo("v2");
        assertThat(estado().totalEmVariasParticoes()).isEqualTo(1);
        assertThat(estado().totalDeValidos()).isEqualTo(1);
    }

    @Test
    void remocaoNumaParticaoEscondeOValorMaisVelhoDeOutraEmQualquerOrdemDeLeitura() {
        registro(1, 20, "a", null);
        registro(0, 10, "a", "v1");
        registro(0, 10, "b", "v1");
        estado().emDia();
        registro(1, 20, "b", null);

        assertThat(estado().busca("a")).isEmpty();
        assertThat(estado().busca("b")).isEmpty();
        assertThat(estado().totalDeValidos()).isZero();
    }

    @Test
    void aOrdemEEstavelEAPaginaComecaDepoisDoUltimo() {
        List.of("3", "1", "é", "2", "a/b").forEach(chave -> registro(0, 1, chave, "v1"));

        var chaves = estado().validos(null).map(Registro::chave).toList();
        assertThat(chaves).containsExactlyInAnyOrder("1", "2", "3", "a/b", "é");
        assertThat(estado().validos(chaves.get(1)).map(Registro::chave)).isEqualTo(chaves.subList(2, 5));
        assertThat(estado().validos(chaves.get(4))).isEmpty();
    }

    @Test
    void chavesQueNaoSaoUtf8NaoSeConfundem() {
        aplica(0, 1, new byte[] {(byte) 0xFF}, "x");
        aplica(0, 1, new byte[] {(byte) 0xFE}, "x");
        aplica(0, 1, new byte[] {(byte) 0xFE}, null);

        assertThat(estado().malformados()).singleElement().satisfies(registro -> {
            assertThat(Chave.paraExibir(registro.chave())).isEqualTo("0xff");
            assertThat(estado().busca(registro.chave())).isPresent();
        });
    }

    /** Histórias sorteadas: tempos fora de ordem, remoções, malformados, chaves em três partições; e em lotes como na vida real. */
    @Test
    void qualquerHistoriaDaOMesmoEstadoQueARegraDita() {
        var sorteio = new Random(SEMENTE);
        var ultimos = new HashMap<String, HashMap<Integer, Lido>>();
        var historia = new ArrayList<Lido>();
        for (int i = 0; i < 20_000; i++) {
            var chave = "c" + sorteio.nextInt(3_000);
            int particao = sorteio.nextInt(10) < 8 ? 0 : sorteio.nextInt(3);
            var valor = List.of("v" + i, "v" + i + "!", "lixo", "-").get(sorteio.nextInt(4));
            var lido = lido(
                    particao, i / 4 + sorteio.nextInt(50), i, chave.getBytes(UTF_8), valor.equals("-") ? null : valor);
            historia.add(lido);
            ultimos.computeIfAbsent(chave, nova -> new HashMap<>()).put(particao, lido);
        }
        int emLotes = historia.size() / 2;
        for (int i = 0; i < emLotes; i += 500) {
            var lote = historia.subList(i, i + 500);
            if (estado() instanceof Compacto<String> compacto && i % 1_000 == 0) {
                compacto.separa(lote, lote.size()).forEach(Runnable::run);
            } else {
                estado().aplica(lote);
            }
        }
        historia.subList(emLotes, historia.size()).forEach(estado()::aplica);

        var esperados = new HashMap<String, String>();
        ultimos.forEach((chave, porParticao) -> porParticao.values().stream()
                .max((um, outro) -> um.tempo() != outro.tempo()
                        ? Long.compare(um.tempo(), outro.tempo())
                        : um.particao() - outro.particao())
                .filter(lido -> lido.valor() != null)
                .ifPresent(lido -> esperados.put(chave, new String(lido.valor(), UTF_8))));
        var vistos = new HashMap<String, String>();
        estado().validos(null).forEach(registro -> vistos.put(registro.chave(), registro.valor()));
        estado().malformados().forEach(registro -> vistos.put(registro.chave(), "lixo"));
        assertThat(vistos).as("semente %d", SEMENTE).isEqualTo(esperados);
        assertThat(estado().totalDeValidos() + estado().totalDeMalformados()).isEqualTo(esperados.size());
        assertThat(estado().totalEmVariasParticoes()).isEqualTo((int) ultimos.values().stream()
                .filter(este -> este.size() > 1)
                .filter(este -> este.values().stream().anyMatch(lido -> lido.valor() != null))
                .count());
    }

    private void registro(int particao, long tempo, String chave, String valor) {
        aplica(particao, tempo, chave.getBytes(UTF_8), valor);
    }

    private void aplica(int particao, long tempo, byte[] chave, String valor) {
        estado().aplica(lido(particao, tempo, offset++, chave, valor));
    }

    private static Lido lido(int particao, long tempo, long offset, byte[] chave, String valor) {
        return new Lido(particao, offset, tempo, chave, valor == null ? null : valor.getBytes(UTF_8));
    }

    private String valor(String chave) {
        return estado().busca(chave)
                .map(registro -> ((Registro.Valido<String>) registro).valor())
                .orElse("(nenhum)");
    }
}
