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

    /** Até quando um registro esperou, pelo que se sabe. */
    private record Espera(Registro entrada, Instant ate, boolean acabou) {}

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
        var porParticao = new TreeMap<Integer, List<Espera>>();
        for (var entrada : autos.entradas(etapa)) {
            var espera = espera(entrada);
            if (espera != null) {
                porParticao
                        .computeIfAbsent(entrada.lugar().particao(), nova -> new ArrayList<>())
                        .add(espera);
            }
        }
        porParticao.values().forEach(this::daParticao);
        return achados;
    }

    List<Retomada> retomadas() {
        return falhas.retomadas();
    }

    private void daParticao(List<Espera> esperas) {
        var avancos = new TreeSet<Instant>();
        esperas.stream().filter(Espera::acabou).map(Espera::ate).forEach(avancos::add);
        Set<Instant> ditas = new HashSet<>();
        for (var espera : esperas) {
            confere(espera, avancos.lower(espera.ate()), ditas);
        }
    }

    /** De cada parada diz-se o primeiro que esperava. */
    private void confere(Espera espera, @Nullable Instant avanco, Set<Instant> ditas) {
        var entrada = espera.entrada();
        var desde = avanco != null && avanco.isAfter(entrada.visto()) ? avanco : entrada.visto();
        var quanto = falhas.espera(
                desde, espera.ate(), entrada.quem().nome(), entrada.lugar().daParticao());
        if (quanto.compareTo(paciencia) > 0 && ditas.add(espera.ate())) {
            achados.add(new Achado(
                    Anomalia.PARADO,
                    entrada.quem().nome(),
                    entrada.lugar(),
                    desde,
                    "%s não avançou por %d ms%s"
                            .formatted(etapa.grupo(), quanto.toMillis(), espera.acabou() ? "" : ", e ainda espera")));
        }
    }

    private @Nullable Espera espera(Registro entrada) {
        var resultado = autos.ligacoes(etapa).resultado(entrada);
        if (resultado != null) {
            return new Espera(entrada, resultado.visto(), true);
        }
        boolean passou = gravados.passou(entrada.lugar()) != null;
        if (etapa.saida().isEmpty()) { // o aviso não deixa registro: só os offsets dizem que foi feito
            var aindaNao = gravados.aindaNao(entrada.lugar());
            return aindaNao == null ? null : new Espera(entrada, aindaNao, passou);
        }
        var fim = autos.historia().fim();
        return passou || fim == null
                ? null
                : new Espera(entrada, fim, false); // o que passou sem resultado está perdido
    }
}
