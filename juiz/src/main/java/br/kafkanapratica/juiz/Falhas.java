package br.kafkanapratica.juiz;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** As falhas por ordem, e a retomada mais lenta de cada uma. Para uma thread por vez. */
public final class Falhas {

    private final List<Falha> porInicio;
    /** Das que começaram até cada uma, a que acaba por último. */
    private final List<Falha> ultimaAAcabar = new ArrayList<>();

    private final Map<Falha, Retomada> maisLentas = new HashMap<>();

    public Falhas(List<Falha> falhas) {
        porInicio = falhas.stream().sorted(Comparator.comparing(Falha::inicio)).toList();
        for (var falha : porInicio) {
            var anterior = ultimaAAcabar.isEmpty() ? falha : ultimaAAcabar.get(ultimaAAcabar.size() - 1);
            ultimaAAcabar.add(anterior.fim().isAfter(falha.fim()) ? anterior : falha);
        }
    }

    /** Das que começaram antes deste instante, a que acaba por último. */
    public @Nullable Falha antesDe(Instant instante) {
        int de = 0;
        int ate = porInicio.size();
        while (de < ate) {
            int meio = (de + ate) >>> 1;
            if (porInicio.get(meio).inicio().isBefore(instante)) {
                de = meio + 1;
            } else {
                ate = meio;
            }
        }
        return de == 0 ? null : ultimaAAcabar.get(de - 1);
    }

    /**
     * Quanto se esperou, de {@code desde} a {@code ate}, descontadas as falhas: a espera recomeça quando a última acaba.
     *
     * @param id quem esperou
     */
    public Duration espera(Instant desde, Instant ate, String id, String onde) {
        var falha = antesDe(ate);
        if (falha == null || !falha.fim().isAfter(desde)) {
            return Duration.between(desde, ate);
        }
        var demora = Duration.between(falha.fim(), ate);
        if (!demora.isNegative()) {
            maisLentas.merge(
                    falha,
                    new Retomada(falha, id, onde, demora),
                    (uma, outra) -> uma.demora().compareTo(outra.demora()) >= 0 ? uma : outra);
        }
        return demora;
    }

    public List<Retomada> retomadas() {
        return List.copyOf(maisLentas.values());
    }
}
