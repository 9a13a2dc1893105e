package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Falhas;
import br.kafkanapratica.juiz.Falhas.Trecho;
import br.kafkanapratica.juiz.Retomada;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Em cada partição da entrada, enquanto alguém espera, algo avança: conta-se da chegada de quem espera ou do último avanço da
 * partição, e só o tempo sem falha nenhuma, até o começo de uma ou desde o fim dela.
 *
 * <p>Um membro do grupo com uma fila longa acaba uma partição antes de começar a outra: o avanço de outra partição também vale, se é o de
 * um registro que já estava na fila quando esta começou a esperar. Passar à frente com os que chegaram depois não é desculpa.
 */
final class ExameDasParadas {

    /** Até quando um registro esperou, pelo que se sabe. */
    private record Espera(Registro entrada, Instant ate, boolean acabou) {}

    private final Autos autos;
    private final EtapaDoPipeline etapa;
    private final OffsetsVistos vistos;
    private final Duration paciencia;
    private final Falhas falhas;
    private final List<Espera> esperas = new ArrayList<>();
    private final List<Achado> achados = new ArrayList<>();

    ExameDasParadas(Autos autos, EtapaDoPipeline etapa, Duration paciencia) {
        this.autos = autos;
        this.etapa = etapa;
        this.paciencia = paciencia;
        this.vistos = new OffsetsVistos(autos, etapa);
        this.falhas = new Falhas(autos.historia().falhas().stream()
                .filter(falha -> falha.atinge(etapa))
                .toList());
    }

    List<Achado> examina() {
        var porParticao = new TreeMap<Integer, List<Espera>>();
        for (var entrada : autos.entradas(etapa)) {
            var espera = espera(entrada);
            if (espera != null) {
                esperas.add(espera);
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

    private void daParticao(List<Espera> daParticao) {
        var avancos = new TreeSet<Instant>();
        daParticao.stream().filter(Espera::acabou).map(Espera::ate).forEach(avancos::add);
        Set<Instant> ditas = new HashSet<>();
        for (var espera : daParticao) {
            confere(espera, avancos.lower(espera.ate()), ditas);
        }
    }

    /** De cada parada diz-se o primeiro que esperava. */
    private void confere(Espera espera, @Nullable Instant avanco, Set<Instant> ditas) {
        var entrada = espera.entrada();
        var desde = ultimo(entrada.visto(), avanco);
        var ultimoAvanco = desde;
        Trecho pior = null;
        for (var trecho : falhas.semFalha(desde, espera.ate())) {
            var deOutra = trecho.quanto().compareTo(paciencia) > 0 ? avancoDeOutra(trecho) : null;
            if (deOutra != null) {
                ultimoAvanco = deOutra;
                trecho = new Trecho(deOutra, trecho.ate());
            }
            pior = pior == null || trecho.quanto().compareTo(pior.quanto()) > 0 ? trecho : pior;
        }
        falhas.retomou(
                ultimoAvanco,
                espera.ate(),
                entrada.quem().nome(),
                entrada.lugar().daParticao());
        if (pior != null && pior.quanto().compareTo(paciencia) > 0 && ditas.add(espera.ate())) {
            achados.add(new Achado(
                    Anomalia.PARADO,
                    entrada.quem().nome(),
                    entrada.lugar(),
                    pior.desde(),
                    "%s não avançou por %d ms%s"
                            .formatted(
                                    etapa.grupo(),
                                    pior.quanto().toMillis(),
                                    espera.acabou() ? "" : ", e ainda espera")));
        }
    }

    private @Nullable Instant avancoDeOutra(Trecho trecho) {
        return esperas.stream()
                .filter(outra -> outra.acabou() && !outra.entrada().visto().isAfter(trecho.desde()))
                .map(Espera::ate)
                .filter(avanco -> avanco.isAfter(trecho.desde()) && avanco.isBefore(trecho.ate()))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Instant ultimo(Instant um, @Nullable Instant outro) {
        return outro != null && outro.isAfter(um) ? outro : um;
    }

    private @Nullable Espera espera(Registro entrada) {
        var resultado = autos.ligacoes(etapa).resultado(entrada);
        if (resultado != null) {
            return new Espera(entrada, resultado.visto(), true);
        }
        boolean passou = vistos.passou(entrada.lugar()) != null;
        if (etapa.saida().isEmpty()) { // o aviso não deixa registro: só os offsets dizem que foi feito
            var aindaNao = vistos.aindaNao(entrada.lugar());
            return aindaNao == null ? null : new Espera(entrada, aindaNao, passou);
        }
        var fim = autos.historia().fim();
        return passou || fim == null
                ? null
                : new Espera(entrada, fim, false); // o que passou sem resultado está perdido
    }
}
