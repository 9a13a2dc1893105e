package br.kafkanapratica.dashboard.cluster;

import br.kafkanapratica.dashboard.auditor.Chave;
import br.kafkanapratica.dashboard.auditor.Etapa;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** As filas de todas as partições do pipeline e o que acabou de sair delas. Para uma thread por vez. */
final class Filas {

    private static final int FICHAS_POR_TOPICO = 6_000;
    private static final int RECENTES = 12;

    private final Map<Etapa, Map<Integer, Fila>> filas = new EnumMap<>(Etapa.class);
    private final Map<Etapa, Deque<String>> rejeitados = new EnumMap<>(Etapa.class);
    private final Deque<String> avisados = new ArrayDeque<>();

    Filas() {
        for (var etapa : Etapa.values()) {
            filas.put(etapa, new TreeMap<>());
            rejeitados.put(etapa, new ArrayDeque<>());
        }
    }

    /** O tópico de entrada da etapa tem estas partições. */
    void particoes(Etapa etapa, int quantas) {
        var deste = daEtapa(etapa);
        for (int particao = 0; particao < quantas; particao++) {
            deste.computeIfAbsent(particao, nova -> new Fila(Math.max(50, FICHAS_POR_TOPICO / quantas)));
        }
    }

    int particoes(Etapa etapa) {
        return daEtapa(etapa).size();
    }

    void espera(Etapa etapa, int particao, long offset, Chave chave, String id) {
        daEtapa(etapa)
                .computeIfAbsent(particao, nova -> new Fila(FICHAS_POR_TOPICO / 10))
                .chega(chave, id, offset);
    }

    /** A etapa passou o pedido adiante. */
    void passou(Etapa etapa, Chave chave) {
        for (var fila : daEtapa(etapa).values()) {
            if (fila.sai(chave) != null) {
                return;
            }
        }
    }

    void rejeitado(Etapa etapa, Chave chave, String id) {
        passou(etapa, chave);
        lembra(rejeitados.getOrDefault(etapa, new ArrayDeque<>()), id);
    }

    /** A notificação gravou este offset: quem vem antes está avisado. */
    void avisadosAte(int particao, long offset) {
        var fila = daEtapa(Etapa.NOTIFICACAO).get(particao);
        if (fila != null) {
            fila.saemAte(offset).forEach(id -> lembra(avisados, id));
        }
    }

    List<String> primeiros(Etapa etapa, int particao, int quantos) {
        var fila = daEtapa(etapa).get(particao);
        return fila == null ? List.of() : fila.primeiros(quantos);
    }

    /** Os últimos avisados, do mais antigo ao mais novo. */
    List<String> avisados() {
        return List.copyOf(avisados);
    }

    List<String> rejeitados(Etapa etapa) {
        return List.copyOf(rejeitados.getOrDefault(etapa, new ArrayDeque<>()));
    }

    private Map<Integer, Fila> daEtapa(Etapa etapa) {
        return filas.computeIfAbsent(etapa, nova -> new TreeMap<>());
    }

    private static void lembra(Deque<String> recentes, String id) {
        recentes.addLast(id);
        if (recentes.size() > RECENTES) {
            recentes.removeFirst();
        }
    }
}
