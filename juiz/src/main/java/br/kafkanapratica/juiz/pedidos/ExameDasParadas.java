package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Falhas;
import br.kafkanapratica.juiz.Retomada;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Em cada partição da entrada, enquanto alguém espera, algo avança: conta-se da chegada de quem espera, do último avanço da
 * partição ou do fim da última falha, o que for mais tarde.
 */
final class ExameDasParadas {

    private final Autos autos;
    private final EtapaDoPipeline etapa;
    private final Gravados gravados;
    private final Duration paciencia;
    private final Falhas falhas;
    private final List<Achado> achados = new ArrayList<>();

    ExameDasParadas(Autos autos, EtapaDoPipeline etapa, Duration paciencia) {
        this.autos = autos;
        this.etapa = etapa;
        this.paciencia = paciencia;
        this.gravados = new Gravados(autos, etapa);
        this.falhas = new Falhas(autos.historia().falhas().stream()
                .filter(falha -> falha.atinge(etapa))
                .toList());
    }

    List<Achado> examina() {
        if (etapa.saida().isEmpty() && gravados.nenhum()) {
            return List.of(); // o aviso não deixa registro: sem os offsets, não se sabe dele
        }
        var porParticao = new TreeMap<Integer, List<Registro>>();
        for (var entrada : autos.entradas(etapa)) {
            porParticao
                    .computeIfAbsent(entrada.lugar().particao(), nova -> new ArrayList<>())
                    .add(entrada);
        }
        porParticao.values().forEach(this::daParticao);
        return achados;
    }

    List<Retomada> retomadas() {
        return falhas.retomadas();
    }

    private void daParticao(List<Registro> entradas) {
        var avancos = new TreeSet<Instant>();
        for (var entrada : entradas) {
            var feito = feito(entrada);
            if (feito != null) {
                avancos.add(feito);
            }
        }
        Set<Instant> ditas = new HashSet<>();
        for (var entrada : entradas) {
            var feito = feito(entrada);
            var ate = feito != null
                    ? feito
                    : passouSemResultado(entrada) ? null : autos.historia().fim();
            if (ate != null) {
                confere(entrada, ate, feito != null, avancos.lower(ate), ditas);
            }
        }
    }

    private void confere(Registro entrada, Instant ate, boolean feito, @Nullable Instant avanco, Set<Instant> ditas) {
        var desde = avanco != null && avanco.isAfter(entrada.visto()) ? avanco : entrada.visto();
        var espera =
                falhas.espera(desde, ate, entrada.quem().nome(), entrada.lugar().daParticao());
        if (espera.compareTo(paciencia) > 0 && ditas.add(ate)) {
            achados.add(new Achado(
                    Anomalia.PARADO,
                    entrada.quem().nome(),
                    entrada.lugar(),
                    desde,
                    "%s não avançou por %d ms%s"
                            .formatted(etapa.grupo(), espera.toMillis(), feito ? "" : ", e ainda espera")));
        }
    }

    /** Quando saiu daqui, ou nulo. */
    private @Nullable Instant feito(Registro entrada) {
        var resultado = autos.ligacoes(etapa).resultado(entrada);
        if (resultado != null) {
            return resultado.visto();
        }
        var gravacao = etapa.saida().isEmpty() ? gravados.primeira(entrada.lugar()) : null;
        return gravacao == null ? null : gravacao.quando();
    }

    private boolean passouSemResultado(Registro entrada) {
        return gravados.primeira(entrada.lugar()) != null;
    }
}
