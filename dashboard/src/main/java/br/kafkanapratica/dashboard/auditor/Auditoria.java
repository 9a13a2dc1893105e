package br.kafkanapratica.dashboard.auditor;

import static br.kafkanapratica.dashboard.auditor.Etapa.ESTOQUE;
import static br.kafkanapratica.dashboard.auditor.Etapa.NOTIFICACAO;
import static br.kafkanapratica.dashboard.auditor.Etapa.PAGAMENTO;

import br.kafkanapratica.dashboard.auditor.Balanco.Esperando;
import br.kafkanapratica.dashboard.auditor.Balanco.Suspeito;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A auditoria dos pedidos, feita só com os registros {@code read_committed} dos tópicos e os offsets que os grupos gravaram.
 *
 * <p>Para cada chave, um tópico tem de ter tantos registros quantos o anterior, menos os que ainda esperam e os que foram à
 * DLT. A mais, há um duplicado. A menos, e com o grupo já adiante, há um perdido.
 *
 * <p>Para uma thread por vez.
 */
public final class Auditoria {

    private static final List<Etapa> QUE_PASSAM_ADIANTE = List.of(ESTOQUE, PAGAMENTO);
    private static final int SUSPEITOS_MOSTRADOS = 50;
    private static final int NOMES_LEMBRADOS = 10_000;

    /** Até onde cada grupo gravou, por partição da sua entrada; o que falta nunca foi gravado. */
    public interface Gravados {
        long ate(Etapa etapa, int particao);
    }

    private final Tabela tabela;
    /** O texto das chaves que não são UUIDs, para poder dizê-las. */
    private final Map<Integer, String> nomes = new HashMap<>();

    private final long[] registros = new long[Etapa.values().length];
    private final long[] registrosNaDlt = new long[Etapa.values().length];
    private final Map<Etapa, Map<Integer, Long>> esperandoPorParticao = new HashMap<>();
    private final long[] esperando = new long[Etapa.values().length];
    private long chegaramAoFim;
    private long aMais;
    private long excedentes;
    private boolean cheia;

    private final long[] perdidos = new long[Etapa.values().length];
    private long duplicados;
    private long semOrigem;
    private List<Suspeito> suspeitos = List.of();
    private Set<Integer> suspeitosAntes = Set.of();

    public Auditoria(int maximoDePedidos) {
        tabela = new Tabela(maximoDePedidos);
    }

    /**
     * Mais um registro numa das entradas.
     *
     * @param nome a chave como texto
     * @return se o pedido passou a esperar por esta etapa
     */
    public boolean chegou(Etapa etapa, int particao, long offset, Chave chave, String nome) {
        registros[etapa.ordinal()]++;
        int linha = linha(chave, nome);
        if (linha == Tabela.CHEIA) {
            return false;
        }
        desconta(linha);
        boolean coube = tabela.contaNoTopico(linha, etapa, particao, offset);
        excedentes += coube ? 0 : 1;
        acrescenta(linha);
        return coube && espera(linha, etapa) > 0;
    }

    /** Mais um registro na DLT de uma entrada. */
    public void rejeitado(Etapa etapa, Chave chave, String nome) {
        registrosNaDlt[etapa.ordinal()]++;
        int linha = linha(chave, nome);
        if (linha == Tabela.CHEIA) {
            return;
        }
        desconta(linha);
        excedentes += tabela.contaNaDlt(linha, etapa) ? 0 : 1;
        acrescenta(linha);
    }

    public long registros(Etapa etapa) {
        return registros[etapa.ordinal()];
    }

    public long registrosNaDlt(Etapa etapa) {
        return registrosNaDlt[etapa.ordinal()];
    }

    /** Quantos esperam por esta etapa nesta partição da entrada dela. */
    public long esperando(Etapa etapa, int particao) {
        return porParticao(etapa).getOrDefault(particao, 0L);
    }

    public long esperando(Etapa etapa) {
        return esperando[etapa.ordinal()];
    }

    /**
     * Recalcula o que depende dos offsets gravados. Exato quando, depois de {@code gravados} ter sido lido, foi lido tudo o que
     * já estava escrito nos tópicos: o resultado de um pedido entra no log antes do offset que o dá por feito.
     */
    public void confere(Gravados gravados) {
        Arrays.fill(perdidos, 0);
        duplicados = 0;
        semOrigem = 0;
        esperando[NOTIFICACAO.ordinal()] = 0;
        porParticao(NOTIFICACAO).clear();
        var achados = new ArrayList<Suspeito>();
        var agora = new HashSet<Integer>();
        for (int linha = 0; linha < tabela.linhas(); linha++) {
            confereAviso(linha, gravados);
            confereLinha(linha, gravados, achados, agora);
        }
        suspeitos = List.copyOf(achados);
        suspeitosAntes = agora;
    }

    public Balanco balanco(boolean emDia) {
        long aviso = esperando(NOTIFICACAO);
        var ressalva = cheia
                ? "há mais pedidos do que cabem na memória (%d): a conta parou. Aumente dashboard.maximo-de-pedidos"
                        .formatted(tabela.linhas())
                : excedentes > 0
                        ? "%d registros repetem uma chave mais de %d vezes e ficaram fora da conta"
                                .formatted(excedentes, Tabela.MAXIMO_POR_CHAVE)
                        : "";
        return new Balanco(
                registros(ESTOQUE),
                new Esperando(semPerdidos(ESTOQUE), semPerdidos(PAGAMENTO), aviso),
                chegaramAoFim - aviso,
                registrosNaDlt(ESTOQUE) + registrosNaDlt(PAGAMENTO) + registrosNaDlt(NOTIFICACAO),
                Arrays.stream(perdidos).sum(),
                duplicados,
                semOrigem,
                aMais - duplicados - semOrigem,
                suspeitos,
                emDia && !cheia,
                ressalva);
    }

    private long semPerdidos(Etapa etapa) {
        return esperando(etapa) - perdidos[etapa.ordinal()];
    }

    /** Um aviso não deixa registro: espera por ele o concluído que o grupo ainda não deu por feito. */
    private void confereAviso(int linha, Gravados gravados) {
        int particao = tabela.particao(linha, NOTIFICACAO);
        long naoRejeitados = naoRejeitados(linha);
        if (naoRejeitados > 0
                && particao != Tabela.VARIAS_PARTICOES
                && tabela.offset(linha, NOTIFICACAO) >= gravados.ate(NOTIFICACAO, particao)) {
            esperando[NOTIFICACAO.ordinal()] += naoRejeitados;
            porParticao(NOTIFICACAO).merge(particao, naoRejeitados, Long::sum);
        }
    }

    private void confereLinha(int linha, Gravados gravados, List<Suspeito> achados, Set<Integer> agora) {
        for (var etapa : QUE_PASSAM_ADIANTE) {
            int particao = tabela.particao(linha, etapa);
            if (espera(linha, etapa) > 0
                    && particao != Tabela.VARIAS_PARTICOES
                    && tabela.offset(linha, etapa) < gravados.ate(etapa, particao)) {
                perdidos[etapa.ordinal()] += espera(linha, etapa);
                achou(
                        achados,
                        linha,
                        "perdido",
                        "%s passou por ele em %s (partição %d, offset %d) e não há resultado"
                                .formatted(etapa.grupo(), etapa.topico(), particao, tabela.offset(linha, etapa)));
            }
        }
        for (var etapa : Etapa.values()) {
            int origem = tabela.vistosNoTopico(linha, etapa);
            int sobra = sobra(linha, etapa);
            if (sobra == 0) {
                continue;
            }
            agora.add(linha);
            // Os tópicos são lidos lado a lado: o resultado pode ser visto um instante antes da origem.
            if (!suspeitosAntes.contains(linha)) {
                continue;
            }
            if (origem > 0) {
                duplicados += sobra;
                achou(achados, linha, "duplicado", "%d vez a mais depois de %s".formatted(sobra, etapa.topico()));
            } else {
                semOrigem += sobra;
                achou(achados, linha, "sem origem", "não há registro dele em " + etapa.topico());
            }
        }
    }

    private void achou(List<Suspeito> achados, int linha, String oQue, String onde) {
        if (achados.size() < SUSPEITOS_MOSTRADOS) {
            achados.add(new Suspeito(nome(linha), oQue, onde));
        }
    }

    private int linha(Chave chave, String nome) {
        int antes = tabela.linhas();
        int linha = tabela.linha(chave);
        cheia |= linha == Tabela.CHEIA;
        if (tabela.linhas() > antes && nomes.size() < NOMES_LEMBRADOS && !nome.equals(uuid(chave))) {
            nomes.put(linha, nome);
        }
        return linha;
    }

    private String nome(int linha) {
        return nomes.getOrDefault(linha, uuid(tabela.chave(linha)));
    }

    private static String uuid(Chave chave) {
        return new UUID(chave.alta(), chave.baixa()).toString();
    }

    /** O que saiu desta etapa: um registro no tópico seguinte, ou na DLT. O aviso não deixa registro. */
    private int resultados(int linha, Etapa etapa) {
        int adiante = etapa == NOTIFICACAO ? 0 : tabela.vistosNoTopico(linha, Etapa.values()[etapa.ordinal() + 1]);
        return adiante + tabela.vistosNaDlt(linha, etapa);
    }

    private int espera(int linha, Etapa etapa) {
        return Math.max(0, tabela.vistosNoTopico(linha, etapa) - resultados(linha, etapa));
    }

    private int sobra(int linha, Etapa etapa) {
        return Math.max(0, resultados(linha, etapa) - tabela.vistosNoTopico(linha, etapa));
    }

    private int naoRejeitados(int linha) {
        return espera(linha, NOTIFICACAO);
    }

    private void desconta(int linha) {
        soma(linha, -1);
    }

    private void acrescenta(int linha) {
        soma(linha, 1);
    }

    private void soma(int linha, int sinal) {
        for (var etapa : QUE_PASSAM_ADIANTE) {
            long espera = espera(linha, etapa);
            if (espera > 0) {
                esperando[etapa.ordinal()] += sinal * espera;
                porParticao(etapa).merge(tabela.particao(linha, etapa), sinal * espera, Long::sum);
            }
        }
        for (var etapa : Etapa.values()) {
            aMais += (long) sinal * sobra(linha, etapa);
        }
        chegaramAoFim += (long) sinal * naoRejeitados(linha);
    }

    private Map<Integer, Long> porParticao(Etapa etapa) {
        return esperandoPorParticao.computeIfAbsent(etapa, nova -> new HashMap<>());
    }
}
