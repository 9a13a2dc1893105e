package br.kafkanapratica.juiz.auditoria;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.contratos.EtapaDoPipeline.NOTIFICACAO;
import static br.kafkanapratica.contratos.EtapaDoPipeline.PAGAMENTO;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.auditoria.Balanco.Esperando;
import br.kafkanapratica.juiz.auditoria.Balanco.Suspeito;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A auditoria dos pedidos, feita só com os registros {@code read_committed} dos tópicos e os offsets que os grupos gravaram.
 *
 * <p>Para cada chave, um tópico tem de ter tantos registros quantos o anterior, menos os que ainda esperam e os que foram à
 * DLT. A mais, há um duplicado. A menos, e com o grupo já adiante, há um perdido.
 *
 * <p>O que ela responde vale para o que já lhe disseram: quem a usa lhe dá os registros até um corte, os offsets gravados até ele,
 * e só então pergunta. Para uma thread por vez.
 */
public final class Auditoria {

    private static final List<EtapaDoPipeline> QUE_PASSAM_ADIANTE = List.of(ESTOQUE, PAGAMENTO);
    private static final int SUSPEITOS_MOSTRADOS = 50;
    private static final int PRIMEIROS_MOSTRADOS = 10;
    private static final int NOMES_LEMBRADOS = 10_000;

    private final PedidosVistos tabela;
    private final int guardadas;
    private List<Suspeita> suspeitas = List.of();
    /** O texto das chaves que não são UUIDs, para poder dizê-las. */
    private final Map<Integer, String> nomes = new HashMap<>();

    private final Map<EtapaDoPipeline, Map<Integer, Entradas>> entradas = new EnumMap<>(EtapaDoPipeline.class);
    private final Set<EtapaDoPipeline> confirmadas = new HashSet<>();
    private final Map<EtapaDoPipeline, Map<Integer, Long>> incertas = new EnumMap<>(EtapaDoPipeline.class);
    private final long[] registros = new long[EtapaDoPipeline.values().length];
    private final long[] registrosNaDlt = new long[EtapaDoPipeline.values().length];
    /** Por etapa, o que entrou e não deixou resultado, somado chave a chave. */
    private final long[] semResultado = new long[EtapaDoPipeline.values().length];

    /** Por etapa, as linhas que isso soma: com um pedido perdido não é preciso olhar as de todos os outros. */
    private final BitSet[] linhasSemResultado = {new BitSet(), new BitSet(), new BitSet()};
    /** Por etapa, os resultados a mais, somados chave a chave, e as chaves. */
    private final long[] aMais = new long[EtapaDoPipeline.values().length];

    private final BitSet comSobra = new BitSet();
    private BitSet comSobraAntes = new BitSet();
    private boolean cheia;

    public Auditoria(int maximoDePedidos) {
        this(maximoDePedidos, SUSPEITOS_MOSTRADOS);
    }

    /** @param guardadas quantas suspeitas guardar, no máximo */
    public Auditoria(int maximoDePedidos, int guardadas) {
        tabela = new PedidosVistos(maximoDePedidos);
        this.guardadas = guardadas;
        for (var etapa : EtapaDoPipeline.values()) {
            entradas.put(etapa, new TreeMap<>());
        }
    }

    /**
     * Mais um registro numa das entradas, na ordem do log dentro de cada partição.
     *
     * @param nome a chave como texto
     */
    public void chegou(EtapaDoPipeline etapa, int particao, long offset, ChaveCurta chave, String nome) {
        registros[etapa.ordinal()]++;
        int linha = linha(chave, nome);
        if (linha == PedidosVistos.CHEIA) {
            return;
        }
        soma(linha, -1);
        tabela.contaNoTopico(linha, etapa, particao, offset);
        soma(linha, 1);
        var daParticao = entradas(etapa, particao);
        int vez = tabela.vistosNoTopico(linha, etapa);
        if (daParticao.chega(offset, linha, vez)) {
            passou(etapa, linha, vez);
        }
    }

    /** Os que esperam noutra partição, se chegaram antes deste, ficam atrás dele: os resultados são primeiro de quem já passou. */
    private void passou(EtapaDoPipeline etapa, int linha, int vez) {
        if (tabela.particao(linha, etapa) == PedidosVistos.VARIAS_PARTICOES) { // quase nunca
            porParticao(etapa).values().forEach(daParticao -> daParticao.atrasa(linha, vez));
        }
    }

    /** Mais um registro na DLT de uma entrada. */
    public void rejeitado(EtapaDoPipeline etapa, ChaveCurta chave, String nome) {
        registrosNaDlt[etapa.ordinal()]++;
        int linha = linha(chave, nome);
        if (linha == PedidosVistos.CHEIA) {
            return;
        }
        soma(linha, -1);
        tabela.contaNaDlt(linha, etapa);
        soma(linha, 1);
    }

    /**
     * Até onde o grupo gravou numa partição da entrada da etapa. Só anda para a frente.
     *
     * @return os nomes dos que isto deu por feitos, os últimos
     */
    public List<String> gravou(EtapaDoPipeline etapa, int particao, long offset) {
        var daParticao = entradas(etapa, particao);
        var feitos = new ArrayList<String>();
        int quantos = 0;
        while (quantos < daParticao.quantas() && daParticao.offset(quantos) < offset) {
            quantos++;
        }
        for (int i = Math.max(0, quantos - PRIMEIROS_MOSTRADOS); i < quantos; i++) {
            if (semResultado(daParticao, i, etapa)) {
                feitos.add(nome(daParticao.linha(i)));
            }
        }
        daParticao.gravou(offset, (linha, vez) -> passou(etapa, linha, vez));
        return feitos;
    }

    /** Os resultados de tudo o que esta etapa gravou já foram todos lidos, ou ainda não. */
    public void confirma(EtapaDoPipeline etapa, boolean sim) {
        if (sim) {
            confirmadas.add(etapa);
        } else {
            confirmadas.remove(etapa);
        }
    }

    /**
     * O resultado do que entrou antes destes offsets pode ter havido, e já não estar no log.
     *
     * @param antesDe por partição da entrada, só as que os têm
     */
    public void incerta(EtapaDoPipeline etapa, Map<Integer, Long> antesDe) {
        incertas.put(etapa, Map.copyOf(antesDe));
    }

    public long gravado(EtapaDoPipeline etapa, int particao) {
        return entradas(etapa, particao).gravado();
    }

    public long registros(EtapaDoPipeline etapa) {
        return registros[etapa.ordinal()];
    }

    public long registrosNaDlt(EtapaDoPipeline etapa) {
        return registrosNaDlt[etapa.ordinal()];
    }

    /** Há desta chave, até aqui, mais resultados da etapa do que registros que os originem. */
    public boolean sobra(EtapaDoPipeline etapa, ChaveCurta chave) {
        int linha = tabela.linha(chave);
        return linha != PedidosVistos.CHEIA && sobra(linha, etapa) > 0;
    }

    /** A partição da entrada desta etapa, com tudo o que se sabe até aqui. */
    public FilaDaParticao espera(EtapaDoPipeline etapa, int particao) {
        var daParticao = entradas(etapa, particao);
        long esperando = 0;
        long desde = daParticao.gravado();
        int aPartirDe = daParticao.quantas();
        var primeiros = new ArrayList<String>();
        for (int i = 0; i < daParticao.quantas(); i++) {
            if (semResultado(daParticao, i, etapa)) {
                if (esperando++ == 0) {
                    aPartirDe = i;
                    desde = daParticao.offset(i);
                }
                if (primeiros.size() < PRIMEIROS_MOSTRADOS) {
                    primeiros.add(nome(daParticao.linha(i)));
                }
            } else if (esperando == 0) {
                desde = daParticao.offset(i) + 1;
            }
        }
        return new FilaDaParticao(esperando, desde, daParticao.quantas() - aPartirDe, List.copyOf(primeiros));
    }

    /**
     * @param esperando o que {@link #espera} diz de cada etapa, somado
     * @param ressalva o que quem lê não pôde ler, ou vazio
     */
    public Balanco balanco(Map<EtapaDoPipeline, Long> esperando, String ressalva) {
        var achados = new ArrayList<Suspeita>();
        long perdidos = 0;
        long porConfirmar = 0;
        long incertos = 0;
        for (var etapa : QUE_PASSAM_ADIANTE) {
            // Quase sempre as duas contas dão o mesmo, e não é preciso olhar linha por linha.
            if (semResultado[etapa.ordinal()] != esperando.getOrDefault(etapa, 0L)) {
                boolean confirmada = confirmadas.contains(etapa);
                var passados = passadosSemResultado(etapa, confirmada ? achados : new ArrayList<>());
                perdidos += confirmada ? passados.certos() : 0;
                porConfirmar += confirmada ? 0 : passados.certos();
                incertos += passados.incertos();
            }
        }
        long[] sobras = sobras(achados);
        suspeitas = List.copyOf(achados);
        return new Balanco(
                registros(ESTOQUE),
                new Esperando(
                        esperando.getOrDefault(ESTOQUE, 0L),
                        esperando.getOrDefault(PAGAMENTO, 0L),
                        esperando.getOrDefault(NOTIFICACAO, 0L)),
                avisados(),
                Arrays.stream(registrosNaDlt).sum(),
                perdidos,
                porConfirmar + incertos,
                sobras[0],
                sobras[1],
                sobras[2],
                suspeitas.stream()
                        .limit(SUSPEITOS_MOSTRADOS)
                        .map(this::suspeito)
                        .toList(),
                !cheia && ressalva.isEmpty() && incertos == 0,
                cheia ? deMais() : comIncertos(ressalva, incertos));
    }

    /** O que o último {@link #balanco} achou, para quem quer mais do que se mostra. */
    public List<Suspeita> suspeitas() {
        return suspeitas;
    }

    private Suspeito suspeito(Suspeita suspeita) {
        int linha = tabela.linha(suspeita.chave());
        var etapa = suspeita.etapa();
        var onde = switch (suspeita.anomalia()) {
            case PERDIDO -> onde(linha, etapa);
            case DUPLICADO ->
                (suspeita.vezes() == 1 ? "1 vez a mais depois de %s" : suspeita.vezes() + " vezes a mais depois de %s")
                        .formatted(etapa.entrada().nome());
            default -> "não há registro dele em " + etapa.entrada().nome();
        };
        return new Suspeito(nome(linha), suspeita.anomalia().nome(), onde);
    }

    private String deMais() {
        return "há mais pedidos do que cabem na memória (%d): a conta parou. Aumente dashboard.maximo-de-pedidos"
                .formatted(tabela.linhas());
    }

    private static String comIncertos(String ressalva, long incertos) {
        return incertos == 0
                ? ressalva
                : "%s%sde %d não sei se se perderam: a retenção já apagou resultados desse tempo"
                        .formatted(ressalva, ressalva.isEmpty() ? "" : "; ", incertos);
    }

    /** Um aviso não deixa registro: está avisado o concluído antes do offset gravado, se não foi à DLT. */
    private long avisados() {
        long passados = 0;
        long rejeitadosAdiante = 0;
        for (var daParticao : porParticao(NOTIFICACAO).values()) {
            passados += daParticao.passadas();
            for (int i = 0; i < daParticao.quantas(); i++) {
                rejeitadosAdiante += semResultado(daParticao, i, NOTIFICACAO) ? 0 : 1;
            }
        }
        long rejeitados = registrosNaDlt(NOTIFICACAO) - aMais[NOTIFICACAO.ordinal()];
        return passados - (rejeitados - rejeitadosAdiante);
    }

    private record Passados(long certos, long incertos) {}

    private Passados passadosSemResultado(EtapaDoPipeline etapa, List<Suspeita> achados) {
        int[] adiante = new int[tabela.linhas()];
        for (var daParticao : porParticao(etapa).values()) {
            for (int i = 0; i < daParticao.quantas(); i++) {
                if (semResultado(daParticao, i, etapa)) {
                    adiante[daParticao.linha(i)]++;
                }
            }
        }
        long certos = 0;
        long incertos = 0;
        var linhas = linhasSemResultado[etapa.ordinal()];
        for (int linha = linhas.nextSetBit(0); linha >= 0; linha = linhas.nextSetBit(linha + 1)) {
            int faltam = semResultado(linha, etapa) - adiante[linha];
            if (faltam > 0 && incerta(linha, etapa)) {
                incertos += faltam;
            } else if (faltam > 0) {
                certos += faltam;
                achou(achados, linha, Anomalia.PERDIDO, etapa, faltam);
            }
        }
        return new Passados(certos, incertos);
    }

    /** De uma chave repetida só se sabe onde foi vista por último, e o resultado que falta pode ser de antes. */
    private boolean incerta(int linha, EtapaDoPipeline etapa) {
        var antesDe = incertas.getOrDefault(etapa, Map.of());
        return tabela.vistosNoTopico(linha, etapa) > 1
                ? !antesDe.isEmpty()
                : tabela.offset(linha, etapa) < antesDe.getOrDefault(tabela.particao(linha, etapa), 0L);
    }

    private String onde(int linha, EtapaDoPipeline etapa) {
        int particao = tabela.particao(linha, etapa);
        return particao == PedidosVistos.VARIAS_PARTICOES
                ? "%s passou por ele em %s (em mais de uma partição) e não há resultado"
                        .formatted(etapa.grupo(), etapa.entrada().nome())
                : "%s passou por ele em %s (partição %d, offset %d) e não há resultado"
                        .formatted(etapa.grupo(), etapa.entrada().nome(), particao, tabela.offset(linha, etapa));
    }

    /** Duplicados, sem origem e em trânsito: o que sobra num corte só se confirma no seguinte. */
    private long[] sobras(List<Suspeita> achados) {
        long duplicados = 0;
        long semOrigem = 0;
        long emTransito = 0;
        for (int linha = comSobra.nextSetBit(0); linha >= 0; linha = comSobra.nextSetBit(linha + 1)) {
            for (var etapa : EtapaDoPipeline.values()) {
                int sobra = sobra(linha, etapa);
                if (sobra > 0 && !comSobraAntes.get(linha)) {
                    emTransito += sobra;
                } else if (sobra > 0 && tabela.vistosNoTopico(linha, etapa) > 0) {
                    duplicados += sobra;
                    achou(achados, linha, Anomalia.DUPLICADO, etapa, sobra);
                } else if (sobra > 0) {
                    semOrigem += sobra;
                    achou(achados, linha, Anomalia.SEM_ORIGEM, etapa, sobra);
                }
            }
        }
        comSobraAntes = (BitSet) comSobra.clone();
        return new long[] {duplicados, semOrigem, emTransito};
    }

    private void achou(List<Suspeita> achados, int linha, Anomalia anomalia, EtapaDoPipeline etapa, int vezes) {
        if (achados.size() < guardadas) {
            achados.add(new Suspeita(tabela.chave(linha), anomalia, etapa, vezes));
        }
    }

    private int linha(ChaveCurta chave, String nome) {
        int antes = tabela.linhas();
        int linha = tabela.linha(chave);
        cheia |= linha == PedidosVistos.CHEIA;
        if (tabela.linhas() > antes && nomes.size() < NOMES_LEMBRADOS && !nome.equals(uuid(chave))) {
            nomes.put(linha, nome);
        }
        return linha;
    }

    private String nome(int linha) {
        var nome = nomes.get(linha);
        return nome == null ? uuid(tabela.chave(linha)) : nome;
    }

    private static String uuid(ChaveCurta chave) {
        return new UUID(chave.alta(), chave.baixa()).toString();
    }

    /** O que saiu desta etapa: um registro no tópico seguinte, ou na DLT. O aviso não deixa registro. */
    private int resultados(int linha, EtapaDoPipeline etapa) {
        int adiante =
                etapa == NOTIFICACAO ? 0 : tabela.vistosNoTopico(linha, EtapaDoPipeline.values()[etapa.ordinal() + 1]);
        return adiante + tabela.vistosNaDlt(linha, etapa);
    }

    /** Os resultados de uma chave repetida são dos que já passaram, e depois dos primeiros que chegaram. */
    private boolean semResultado(Entradas daParticao, int i, EtapaDoPipeline etapa) {
        return daParticao.vez(i) > resultados(daParticao.linha(i), etapa);
    }

    private int semResultado(int linha, EtapaDoPipeline etapa) {
        return Math.max(0, tabela.vistosNoTopico(linha, etapa) - resultados(linha, etapa));
    }

    private int sobra(int linha, EtapaDoPipeline etapa) {
        return Math.max(0, resultados(linha, etapa) - tabela.vistosNoTopico(linha, etapa));
    }

    private void soma(int linha, int sinal) {
        boolean algumaSobra = false;
        for (var etapa : EtapaDoPipeline.values()) {
            int faltam = semResultado(linha, etapa);
            int sobram = sobra(linha, etapa);
            semResultado[etapa.ordinal()] += (long) sinal * faltam;
            linhasSemResultado[etapa.ordinal()].set(linha, faltam > 0);
            aMais[etapa.ordinal()] += (long) sinal * sobram;
            algumaSobra |= sobram > 0;
        }
        comSobra.set(linha, algumaSobra);
    }

    private Entradas entradas(EtapaDoPipeline etapa, int particao) {
        return porParticao(etapa).computeIfAbsent(particao, nova -> new Entradas());
    }

    private Map<Integer, Entradas> porParticao(EtapaDoPipeline etapa) {
        return entradas.computeIfAbsent(etapa, nova -> new TreeMap<>());
    }
}
