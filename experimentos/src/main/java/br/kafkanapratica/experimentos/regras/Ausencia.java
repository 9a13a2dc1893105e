package br.kafkanapratica.experimentos.regras;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Momento;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Um tempo em que um grupo que tinha alguém ficou sem ninguém.
 *
 * @param desde o primeiro momento em que se viu vazio
 * @param ultimo o último em que se viu vazio; quem voltou pode ter trabalhado depois dele e antes de {@code volta}
 * @param volta o primeiro em que já havia alguém; nulo enquanto não há
 */
public record Ausencia(
        Momento desde, Momento ultimo, @Nullable Momento volta) {

    /** Todas, da mais antiga à mais nova: quem errou a primeira pode fazer outra. */
    public static List<Ausencia> de(Fatos fatos, EtapaDoPipeline etapa) {
        var ausencias = new ArrayList<Ausencia>();
        boolean houveAlguem = false;
        Ausencia aberta = null;
        for (var momento : fatos.momentos()) {
            if (!momento.grupo(etapa).vazio()) {
                if (aberta != null) {
                    ausencias.add(new Ausencia(aberta.desde, aberta.ultimo, momento));
                }
                aberta = null;
                houveAlguem = true;
            } else if (houveAlguem && momento.kafkaResponde()) {
                aberta = new Ausencia(aberta == null ? momento : aberta.desde, momento, null);
            }
        }
        if (aberta != null) {
            ausencias.add(aberta);
        }
        return ausencias;
    }

    /** Se ainda não se tinha visto ninguém de volta. */
    public boolean antesDaVolta(Instant quando) {
        return volta == null || quando.isBefore(volta.quando());
    }

    /** Se aconteceu sem que ninguém do grupo o pudesse ter feito. */
    public boolean antesDeAcabar(Instant quando) {
        return volta == null || quando.isBefore(ultimo.quando());
    }
}
