package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * De cada registro da entrada de uma etapa ao seu resultado: o da DLT que diz de onde veio; os outros, por ordem entre os do mesmo
 * pedido.
 */
final class Ligacoes {

    private final Map<Registro, Registro> resultados = new IdentityHashMap<>();
    private final Map<Registro, Registro> entradas = new IdentityHashMap<>();
    private final Map<ChaveCurta, List<Registro>> semResultado = new HashMap<>();
    private final Map<ChaveCurta, List<Registro>> sobras = new HashMap<>();

    Ligacoes(Autos autos, EtapaDoPipeline etapa) {
        var livres = new HashMap<ChaveCurta, Deque<Registro>>();
        var daDlt = autos.confirmados(etapa.dlt().nome());
        for (var rejeitado : daDlt) {
            var origem = autos.em(rejeitado.origem());
            if (origem != null && eEntrada(origem, etapa) && !resultados.containsKey(origem)) {
                liga(origem, rejeitado);
            }
        }
        for (var entrada : autos.entradas(etapa)) {
            if (!resultados.containsKey(entrada)) {
                livres.computeIfAbsent(autos.pedido(entrada), novo -> new ArrayDeque<>())
                        .add(entrada);
            }
        }
        var restantes = new ArrayList<Registro>();
        etapa.saida().ifPresent(saida -> restantes.addAll(autos.confirmados(saida.nome())));
        daDlt.stream().filter(rejeitado -> !entradas.containsKey(rejeitado)).forEach(restantes::add);
        for (var resultado : restantes) {
            var pedido = autos.pedido(resultado);
            var primeira = livres.getOrDefault(pedido, new ArrayDeque<>()).poll();
            if (primeira == null) {
                sobras.computeIfAbsent(pedido, novo -> new ArrayList<>()).add(resultado);
            } else {
                liga(primeira, resultado);
            }
        }
        livres.forEach((pedido, quais) -> semResultado.put(pedido, List.copyOf(quais)));
    }

    private static boolean eEntrada(Registro registro, EtapaDoPipeline etapa) {
        return registro.estado() == Estado.CONFIRMADO
                && registro.lugar().topico().equals(etapa.entrada().nome());
    }

    private void liga(Registro entrada, Registro resultado) {
        resultados.put(entrada, resultado);
        entradas.put(resultado, entrada);
    }

    @Nullable
    Registro resultado(Registro entrada) {
        return resultados.get(entrada);
    }

    @Nullable
    Registro entrada(Registro resultado) {
        return entradas.get(resultado);
    }

    List<Registro> semResultado(ChaveCurta pedido) {
        return semResultado.getOrDefault(pedido, List.of());
    }

    /** Os resultados a mais. */
    List<Registro> sobras(ChaveCurta pedido) {
        return sobras.getOrDefault(pedido, List.of());
    }
}
