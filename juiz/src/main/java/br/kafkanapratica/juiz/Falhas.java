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
    private @Nullable Falha antesDe(Instant instante) {
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

    /** Um pedaço de uma espera. */
    public record Trecho(Instant desde, Instant ate) {
        public Duration quanto() {
            return Duration.between(desde, ate);
        }
    }

    /** Os pedaços de uma espera em que não havia falha nenhuma, por ordem: uma falha não desculpa o que já se esperava antes dela. */
    public List<Trecho> semFalha(Instant desde, Instant ate) {
        var trechos = new ArrayList<Trecho>();
        var cursor = desde;
        for (var falha : porInicio) {
            if (!falha.inicio().isBefore(ate)) {
                break;
            }
            if (falha.inicio().isAfter(cursor)) {
                trechos.add(new Trecho(cursor, falha.inicio()));
            }
            cursor = falha.fim().isAfter(cursor) ? falha.fim() : cursor;
        }
        if (cursor.isBefore(ate)) {
            trechos.add(new Trecho(cursor, ate));
        }
        return trechos;
    }

    /**
     * Anota a espera de que uma falha foi a causa, se foi uma.
     *
     * @param id quem esperou
     */
    public void retomou(Instant desde, Instant ate, String id, String onde) {
        var falha = antesDe(ate);
        if (falha != null && falha.fim().isAfter(desde) && !falha.fim().isAfter(ate)) {
            var demora = Duration.between(falha.fim(), ate);
            maisLentas.merge(
                    falha,
                    new Retomada(falha, id, onde, demora),
                    (uma, outra) -> uma.demora().compareTo(outra.demora()) >= 0 ? uma : outra);
        }
    }

    public List<Retomada> retomadas() {
        return List.copyOf(maisLentas.values());
    }
}
