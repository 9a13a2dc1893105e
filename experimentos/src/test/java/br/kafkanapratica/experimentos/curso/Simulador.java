package br.kafkanapratica.experimentos.curso;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.Acao;
import br.kafkanapratica.experimentos.controle.Verbo;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Grupo;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Momento.Cluster;
import br.kafkanapratica.experimentos.fatos.Momentos;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * O laboratório em miniatura, com o relógio na mão do teste: o bastante para que uma ação de um experimento tenha aqui as consequências que
 * tem de verdade.
 */
final class Simulador {

    private static final double PASSO = 0.5;

    /** Enquanto não se nota que um broker morreu, não há quem responda pelo que ele liderava. */
    private static final double TROCA_DE_LIDERES = 7;

    private static final String REMOVER = "--remover ";

    private final Instant inicio = Instant.parse("2026-11-27T12:00:00Z");
    private final LogSimulado log = new LogSimulado();
    private final Map<EtapaDoPipeline, EtapaSimulada> etapas = new EnumMap<>(EtapaDoPipeline.class);
    private final SaldosSimulados saldos = new SaldosSimulados(log);
    private final SaldosSimulados outro = new SaldosSimulados(log);
    private final Set<Integer> brokers = new TreeSet<>(Set.of(1));
    private final Momentos momentos = new Momentos();
    private @Nullable Momento anterior;
    private final Set<Lugar> apagados = new HashSet<>();
    private int quantosBrokers = 1;
    private int sequencia;
    private double agora;
    private double comLideres;
    private double retencaoPassa = Double.POSITIVE_INFINITY;
    private double segmentoFechado = Double.POSITIVE_INFINITY;

    Simulador() {
        for (var etapa : EtapaDoPipeline.values()) {
            etapas.put(etapa, new EtapaSimulada(etapa, log));
        }
        outro.morre();
        fotografa();
    }

    Simulador comTresBrokers() {
        brokers.addAll(Set.of(2, 3));
        quantosBrokers = brokers.size();
        espera(PASSO);
        return this;
    }

    Fatos fatos() {
        return new Fatos(
                inicio,
                log.registros(),
                momentos.todos(),
                apagados,
                etapas.get(EtapaDoPipeline.NOTIFICACAO).avisos());
    }

    void espera(double segundos) {
        for (double ate = agora + segundos; agora < ate; ) {
            agora += PASSO;
            etapas.values().forEach(etapa -> etapa.vive(agora, instanteDaEtapa()));
            compacta();
            fotografa();
        }
    }

    void faz(Acao acao) {
        if (acao instanceof Acao.FazPedidos pedidos) {
            for (int i = 0; i < pedidos.quantos(); i++) {
                var id = "pedido-" + ++sequencia;
                pedido(id, id, "cliente_" + sequencia % LogSimulado.PARTICOES, sequencia % LogSimulado.PARTICOES);
            }
        } else if (acao instanceof Acao.MandaVeneno) {
            log.escreve(Topico.NOVOS_PEDIDOS, null, "isto não é um pedido", 1, instante());
        } else if (acao instanceof Acao.EscreveSaldo escrita) {
            if (temMaioria()) {
                conta(escrita.cliente(), escrita.valor().replace(',', '.'));
            }
        } else if (acao instanceof Acao.NoLab ordem) {
            noLab(ordem.verbo(), ordem.programa());
        } else {
            digita(acao.comando());
        }
    }

    private void noLab(Verbo verbo, String programa) {
        if (programa.startsWith("broker-")) {
            doBroker(verbo, Integer.parseInt(programa.substring("broker-".length())));
        } else if (verbo == Verbo.ARMADILHA && escreveETermina(programa)) {
            return;
        } else if (programa.startsWith("saldo-") || programa.equals("saldo")) {
            doSaldo(verbo, programa);
        } else {
            daEtapa(verbo, programa, EtapaDoPipeline.valueOf(programa.split("-")[0].toUpperCase(Locale.ROOT)));
        }
    }

    private boolean escreveETermina(String armadilha) {
        switch (armadilha) {
            case "pedidos-por-cliente" -> {
                for (int i = 0; i < 10; i++) {
                    var id = "pedido-" + ++sequencia;
                    int cliente = i == 0 ? 2 : 1;
                    pedido(id, id, "cliente_" + cliente, cliente);
                }
            }
            case "contas-delete" -> {
                var copia = new Topico(Fatos.CONTAS_DELETE, Map.of());
                for (int cliente = 1; cliente <= 3; cliente++) {
                    log.escreve(copia, "" + cliente, saldo("" + cliente, "1.00"), cliente - 1, instante());
                }
                retencaoPassa = agora + 10;
            }
            case "saldo-em-float" -> conta("10", "0.30000000000000004");
            case "saldo-duas-particoes" -> {
                log.escreve(Topico.CONTAS, "11", saldo("11", "1.00"), 0, instante());
                espera(1);
                log.escreve(Topico.CONTAS, "11", saldo("11", "2.00"), 1, instante());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void doBroker(Verbo verbo, int id) {
        if (verbo == Verbo.MATAR) {
            brokers.remove(id);
            comLideres = agora + TROCA_DE_LIDERES;
        } else {
            brokers.add(id);
        }
    }

    private void doSaldo(Verbo verbo, String programa) {
        var qual = programa.equals("saldo") ? saldos : outro;
        switch (verbo) {
            case MATAR, PARAR -> qual.morre();
            case PAUSAR -> qual.pausa(true);
            case RETOMAR -> qual.pausa(false);
            case INICIAR -> qual.inicia(agora);
            case ARMADILHA -> qual.troca(agora, programa);
            default -> throw new IllegalArgumentException(verbo.name());
        }
    }

    private void daEtapa(Verbo verbo, String programa, EtapaDoPipeline qual) {
        var etapa = etapas.get(qual);
        switch (verbo) {
            case MATAR -> etapa.mata(agora);
            case PARAR -> etapa.para(agora, programa);
            case INICIAR, DOBRAR -> etapa.nova();
            case ARMADILHA -> etapa.troca(agora, programa);
            case CERTO -> etapa.troca(agora, "");
            default -> throw new IllegalArgumentException(verbo.name());
        }
    }

    private void digita(String comando) {
        if (comando.contains(REMOVER)) {
            registro(comando.substring(comando.indexOf(REMOVER) + REMOVER.length()), null);
        } else if (comando.contains("--gerar 20")) {
            boolean depois = comando.startsWith("sleep 10");
            espera(depois ? 10 : 0);
            for (int cliente = 100; cliente < 120; cliente++) {
                conta("" + cliente, "1.00");
            }
            segmentoFechado = depois ? agora : Double.POSITIVE_INFINITY;
        } else if (comando.contains("--topic contas")) {
            registro("9", "isto não é um saldo");
        } else if (!comando.startsWith("curl ") && !comando.contains("--describe")) {
            throw new IllegalArgumentException("o simulador não conhece: " + comando);
        }
    }

    private void pedido(String chave, String id, String cliente, int particao) {
        log.escreve(Topico.NOVOS_PEDIDOS, chave, json(id, cliente), particao, instante());
    }

    private static String json(String id, String cliente) {
        return "{\"id_pedido\":\"%s\",\"cliente\":\"%s\",\"produto\":\"Produto-1\",\"quantidade\":1}"
                .formatted(id, cliente);
    }

    private void conta(String cliente, String valor) {
        registro(cliente, saldo(cliente, valor));
    }

    private static String saldo(String cliente, String valor) {
        return "{\"cliente_id\":\"%s\",\"saldo\":%s,\"timestamp\":\"2026-11-27T12:00:00Z\"}".formatted(cliente, valor);
    }

    private void registro(String cliente, @Nullable String valor) {
        log.escreve(Topico.CONTAS, cliente, valor, LogSimulado.particaoDe(cliente), instante());
    }

    /** O que uma ação escreve: logo depois da última fotografia. */
    private Instant instante() {
        return momento().plusMillis(20 + log.registros().size() % 80);
    }

    /** O que uma etapa escreve: logo antes da próxima. */
    private Instant instanteDaEtapa() {
        return momento().minusMillis(350 - log.registros().size() % 300);
    }

    private Instant momento() {
        return inicio.plusMillis((long) (agora * 1000) + 500);
    }

    /** Do segmento que se fechou fica o último de cada chave; o que a escrita seguinte trouxe está no ativo. */
    private void compacta() {
        if (agora >= retencaoPassa) {
            log.de(new Topico(Fatos.CONTAS_DELETE, Map.of())).forEach(registro -> apagados.add(registro.lugar()));
        }
        if (agora < segmentoFechado + 2) {
            return;
        }
        var porChave = new LinkedHashMap<String, List<Registro>>();
        log.de(Topico.CONTAS)
                .forEach(registro -> porChave.computeIfAbsent(registro.chave(), nova -> new ArrayList<>())
                        .add(registro));
        porChave.values()
                .forEach(destes -> destes.subList(0, Math.max(0, destes.size() - 2))
                        .forEach(registro -> apagados.add(registro.lugar())));
    }

    private boolean temMaioria() {
        return brokers.size() * 2 > quantosBrokers;
    }

    private void fotografa() {
        Map<EtapaDoPipeline, Grupo> grupos = new EnumMap<>(EtapaDoPipeline.class);
        etapas.forEach((etapa, esta) -> grupos.put(etapa, esta.grupo()));
        boolean responde = temMaioria() && agora >= comLideres || anterior == null;
        anterior = new Momento(
                momento(),
                responde,
                responde ? grupos : anterior.grupos(),
                log.fins(),
                saldos.agora(agora),
                outro.agora(agora),
                outro.nome(),
                responde ? cluster() : anterior.cluster());
        momentos.acrescenta(anterior);
    }

    private Cluster cluster() {
        var vivos = List.copyOf(brokers);
        Map<Integer, Integer> lideres = new TreeMap<>();
        Map<Integer, List<Integer>> emDia = new TreeMap<>();
        for (int i = 0; i < LogSimulado.PARTICOES; i++) {
            lideres.put(i, vivos.get(i % vivos.size()));
            emDia.put(i, vivos);
        }
        return new Cluster(vivos, lideres, emDia);
    }
}
