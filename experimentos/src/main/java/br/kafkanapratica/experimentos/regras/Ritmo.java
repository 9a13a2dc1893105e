package br.kafkanapratica.experimentos.regras;

import static br.kafkanapratica.experimentos.Conclusao.falta;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.experimentos.Conclusao;
import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import br.kafkanapratica.experimentos.fatos.Registro;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Quanto uma etapa fez, e em quanto tempo, enquanto tinha tantas instâncias trabalhando.
 *
 * @param feitos na ordem em que saíram
 */
public record Ritmo(int instancias, List<Registro> feitos) {

    private static final double MILISSEGUNDOS = 1000.0;

    public Ritmo {
        feitos = List.copyOf(feitos);
    }

    /** Do primeiro resultado ao último. */
    public double segundos() {
        return Duration.between(ultimo(feitos.subList(0, 1)), ultimo(feitos)).toMillis() / MILISSEGUNDOS;
    }

    /** Por segundo, depois do primeiro de cada instância: os primeiros saem juntos. */
    public double porSegundo() {
        return (feitos.size() - instancias) / Math.max(segundos(), 1 / MILISSEGUNDOS);
    }

    /**
     * O da leva mais produtiva com tantas instâncias: o tempo em que não havia o que fazer não conta.
     *
     * @param minimo de resultados, para que se possa medir
     */
    public static Optional<Ritmo> com(Fatos fatos, EtapaDoPipeline etapa, int instancias, int minimo) {
        List<Registro> melhor = List.of();
        for (var leva : levas(fatos, etapa)) {
            for (var periodo : periodos(fatos.momentos(), etapa, instancias)) {
                var dele = leva.stream()
                        .filter(registro -> !registro.quando().isBefore(periodo.desde())
                                && registro.quando().isBefore(periodo.ate()))
                        .toList();
                melhor = dele.size() > melhor.size() ? dele : melhor;
            }
        }
        return melhor.size() < Math.max(instancias + 1, minimo)
                ? Optional.empty()
                : Optional.of(new Ritmo(instancias, melhor));
    }

    /** Com tantas instâncias, os pedidos saem pelo menos tantas vezes mais depressa do que com uma. */
    public static Conclusao vezes(
            Fatos fatos, EtapaDoPipeline etapa, int instancias, int minimoComUma, int minimo, double peloMenos) {
        var uma = com(fatos, etapa, 1, minimoComUma);
        var varias = com(fatos, etapa, instancias, minimo);
        if (uma.isEmpty() || varias.isEmpty()) {
            return falta("com %d, ainda não saíram pedidos bastantes para medir", uma.isEmpty() ? 1 : instancias);
        }
        var agora = varias.get();
        if (agora.porSegundo() < peloMenos * uma.get().porSegundo()) {
            return falta(
                    "com %d, %.2f pedidos por segundo; com um, %.2f",
                    instancias, agora.porSegundo(), uma.get().porSegundo());
        }
        return Prova.de(
                ultimo(agora.feitos()),
                Fatos.lugares(agora.feitos()),
                "com um, %.2f pedidos por segundo; com %d, %.2f",
                uma.get().porSegundo(),
                instancias,
                agora.porSegundo());
    }

    /** Os resultados dos pedidos do experimento, separados onde a etapa ficou sem nenhum por fazer. */
    private static List<List<Registro>> levas(Fatos fatos, EtapaDoPipeline etapa) {
        var chegadas = porTempo(fatos.em(etapa.entrada()));
        var feitos = porTempo(fatos.feitos(etapa));
        var levas = new ArrayList<List<Registro>>();
        int chegados = 0;
        int saidos = 0;
        for (var feito : feitos) {
            if (chegados <= saidos) {
                levas.add(new ArrayList<>());
            }
            levas.get(levas.size() - 1).add(feito);
            saidos++;
            while (chegados < chegadas.size()
                    && !chegadas.get(chegados).quando().isAfter(feito.quando())) {
                chegados++;
            }
        }
        return levas;
    }

    private static List<Registro> porTempo(List<Registro> registros) {
        return registros.stream().sorted(Comparator.comparing(Registro::quando)).toList();
    }

    private record Periodo(Instant desde, Instant ate) {}

    private static List<Periodo> periodos(List<Momento> momentos, EtapaDoPipeline etapa, int instancias) {
        var periodos = new ArrayList<Periodo>();
        Instant desde = null;
        for (var momento : momentos) {
            long agora = momento.grupo(etapa).membros().stream()
                    .filter(membro -> !membro.particoes().isEmpty())
                    .count();
            if (agora == instancias && desde == null) {
                desde = momento.quando();
            } else if (agora != instancias && desde != null) {
                periodos.add(new Periodo(desde, momento.quando()));
                desde = null;
            }
        }
        if (desde != null) {
            periodos.add(new Periodo(desde, Instant.MAX));
        }
        return periodos;
    }

    private static Instant ultimo(List<Registro> registros) {
        return Pedidos.ultimo(registros);
    }
}
