package br.kafkanapratica.estado.compacto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.testes.base.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tabela ao lado de um {@link ConcurrentHashMap}. Para repetir um sorteio: {@code -Dsemente=N}. */
class TabelaTest {

    private static final long SEMENTE = Long.getLong("semente", System.nanoTime());
    private static final int OPERACOES = Volume.de(200_000, 3_000_000);
    private static final int CHAVES = 50_000;
    private static final int LEITORES = 3;

    private final Tabela tabela = new Tabela();
    private final Rascunho escrita = new Rascunho();

    @BeforeAll
    static void dizASemente() {
        System.out.printf("TabelaTest: -Dsemente=%d%n", SEMENTE);
    }

    /**
     * Um valor é uma versão, repetida de 1 a 40 vezes: um valor pela metade, ou de outra chave, se denuncia. De uma chave, ninguém
     * vê uma versão mais velha do que a que já viu, nem uma que o mapa ainda não tinha anunciado.
     */
    @Test
    void comMuitosLeitoresEUmEscritorCadaLeituraEUmaQueOMapaPermite() {
        var anunciadas = new ConcurrentHashMap<Integer, Long>();
        var mapa = new ConcurrentHashMap<Integer, Long>();
        var acabou = new AtomicBoolean();
        var leitores = IntStream.range(0, LEITORES)
                .mapToObj(numero -> CompletableFuture.supplyAsync(() -> le(numero, anunciadas, acabou)))
                .toList();
        var sorteio = new Random(SEMENTE);
        for (long versao = 1; versao <= OPERACOES; versao++) {
            int numero = sorteio.nextInt(CHAVES);
            anunciadas.put(numero, versao);
            if (sorteio.nextInt(4) == 0) {
                mapa.remove(numero);
                tabela.remove(Tabela.hash(chave(numero)), chave(numero));
            } else {
                mapa.put(numero, versao);
                grava(numero, versao);
            }
            if (versao % (OPERACOES / 6) == 0) {
                confere(mapa);
            }
        }
        acabou.set(true);
        assertThat(leitores.stream().mapToLong(CompletableFuture::join).sum())
                .as("leituras que encontraram a chave")
                .isPositive();
        confere(mapa);
    }

    /** Poucas chaves num segmento só, removidas e postas sem parar: as casas passam de uma a outra o tempo todo. */
    @Test
    void umaCasaLiberadaEDadaAOutraChaveNaoEnganaQuemLe() {
        int segmento = Tabela.segmento(Tabela.hash(chave(0)));
        var vizinhas = IntStream.range(0, 200_000)
                .filter(numero -> Tabela.segmento(Tabela.hash(chave(numero))) == segmento)
                .limit(16)
                .toArray();
        var acabou = new AtomicBoolean();
        var leitores = IntStream.range(0, LEITORES)
                .mapToObj(leitor -> CompletableFuture.supplyAsync(() -> {
                    long achadas = 0;
                    while (!acabou.get()) {
                        for (int numero : vizinhas) {
                            var valor = tabela.busca(chave(numero));
                            if (valor != null) {
                                versao(valor, numero);
                                achadas++;
                            }
                        }
                    }
                    return achadas;
                }))
                .toList();
        var sorteio = new Random(SEMENTE);
        for (int versao = 1; versao <= OPERACOES; versao++) {
            int sai = vizinhas[sorteio.nextInt(vizinhas.length)];
            int entra = vizinhas[sorteio.nextInt(vizinhas.length)];
            tabela.remove(Tabela.hash(chave(sai)), chave(sai));
            grava(entra, versao);
        }
        acabou.set(true);
        assertThat(leitores.stream().mapToLong(CompletableFuture::join).sum()).isPositive();
    }

    @Test
    void aVarreduraComecaDepoisDeQualquerChaveExistaElaOuNao() {
        IntStream.range(0, 20_000).forEach(numero -> grava(numero, 1));
        var todas = chaves(null);
        IntStream.range(0, 20_000)
                .filter(numero -> numero % 2 == 0)
                .forEach(numero -> tabela.remove(Tabela.hash(chave(numero)), chave(numero)));
        var impares = chaves(null);

        for (int i = 0; i < todas.size(); i += 97) {
            var depois = new ArrayList<>(todas.subList(i + 1, todas.size()));
            depois.retainAll(new HashSet<>(impares));
            assertThat(chaves(todas.get(i).getBytes(UTF_8))).isEqualTo(depois);
        }
    }

    @Test
    void aOrdemNaoDependeDeComoATabelaCresceu() {
        IntStream.range(0, 30_000).forEach(numero -> grava(numero, 1));
        var outra = new Tabela();
        var valor = new byte[100];
        IntStream.range(0, 30_000).map(numero -> 29_999 - numero).forEach(numero -> {
            outra.grava(Tabela.hash(chave(numero)), chave(numero), valor, 1 + numero % 100);
            outra.grava(Tabela.hash(chave(numero)), chave(numero), valor, 1);
        });

        assertThat(chaves(outra, null)).isEqualTo(chaves(null)).hasSize(30_000);
    }

    @Test
    void oEspacoDoQueSeAtualizaESeRemoveEReaproveitado() {
        IntStream.range(0, 10_000).forEach(numero -> grava(numero, 1));
        long depoisDeCheia = bytes();
        for (int vez = 2; vez < 100; vez++) {
            long versao = vez;
            IntStream.range(0, 10_000).forEach(numero -> grava(numero, versao));
        }
        assertThat(bytes()).as("cem versões de cada chave").isLessThan(depoisDeCheia * 3);

        IntStream.range(0, 10_000).forEach(numero -> tabela.remove(Tabela.hash(chave(numero)), chave(numero)));
        assertThat(bytes()).as("sem chave nenhuma").isZero();
    }

    @Test
    void chavesEValoresDeQualquerTamanho() {
        var grandes = List.of(0, 1, 127, 128, 16_383, 16_384, 3_000_000);
        for (int tamanho : grandes) {
            var chave = new byte[tamanho];
            Arrays.fill(chave, (byte) 'x');
            tabela.grava(Tabela.hash(chave), chave, chave, tamanho);
        }
        for (int tamanho : grandes) {
            var chave = new byte[tamanho];
            Arrays.fill(chave, (byte) 'x');
            var valor = tabela.busca(chave);
            assertThat(valor).isNotNull();
            assertThat(valor.bytes(valor.fim() - valor.posicao())).isEqualTo(chave);
        }
    }

    private long le(int leitor, ConcurrentHashMap<Integer, Long> anunciadas, AtomicBoolean acabou) {
        var sorteio = new Random(SEMENTE + 1 + leitor);
        var vistas = new long[CHAVES];
        long achadas = 0;
        while (!acabou.get()) {
            int numero = sorteio.nextInt(CHAVES);
            var valor = tabela.busca(chave(numero));
            if (valor != null) {
                long versao = versao(valor, numero);
                assertThat(versao)
                        .as("semente %d, chave %d", SEMENTE, numero)
                        .isBetween(vistas[numero], anunciadas.getOrDefault(numero, 0L));
                vistas[numero] = versao;
                achadas++;
            }
            if (achadas % 200_000 == 1) {
                var repetidas = chaves(null);
                assertThat(new HashSet<>(repetidas)).as("semente %d", SEMENTE).hasSameSizeAs(repetidas);
            }
        }
        return achadas;
    }

    private void confere(ConcurrentHashMap<Integer, Long> mapa) {
        for (int numero = 0; numero < CHAVES; numero++) {
            var valor = tabela.busca(chave(numero));
            assertThat(valor == null ? null : versao(valor, numero))
                    .as("semente %d, chave %d", SEMENTE, numero)
                    .isEqualTo(mapa.get(numero));
        }
        assertThat(chaves(null)).hasSize(mapa.size());
    }

    private void grava(int numero, long versao) {
        escrita.recomeca();
        escrita.inteiro(numero);
        for (int i = 0; i <= versao % 40; i++) {
            escrita.inteiro(versao);
        }
        tabela.grava(Tabela.hash(chave(numero)), chave(numero), escrita.bytes(), escrita.tamanho());
    }

    private static long versao(Cursor valor, int numero) {
        assertThat(valor.inteiro()).as("valor de outra chave").isEqualTo(numero);
        long versao = valor.inteiro();
        for (int i = 0; i < versao % 40; i++) {
            assertThat(valor.inteiro()).as("valor pela metade").isEqualTo(versao);
        }
        assertThat(valor.acabou()).isTrue();
        return versao;
    }

    private static byte[] chave(int numero) {
        return ("c" + numero).getBytes(UTF_8);
    }

    private List<String> chaves(byte[] apos) {
        return chaves(tabela, apos);
    }

    private static List<String> chaves(Tabela tabela, byte[] apos) {
        var chaves = new ArrayList<String>();
        for (var varredura = tabela.varre(apos); varredura.avanca(); ) {
            chaves.add(new String(varredura.dados(), varredura.inicioDaChave(), varredura.tamanhoDaChave(), UTF_8));
        }
        return chaves;
    }

    private long bytes() {
        return IntStream.range(0, Tabela.SEGMENTOS)
                .mapToObj(tabela::segmentoDeNumero)
                .filter(segmento -> segmento != null)
                .mapToLong(segmento -> segmento.dados().length + 4L * segmento.indice().length)
                .sum();
    }
}
