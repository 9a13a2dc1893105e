package br.kafkanapratica.juiz;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Uma anomalia, com as provas.
 *
 * @param id o pedido ou o cliente
 * @param lugar o registro de que se trata, se há um
 * @param quando o instante de que se trata, se se conhece
 * @param porque numa frase
 */
public record Achado(
        Anomalia anomalia,
        String id,
        @Nullable Lugar lugar,
        @Nullable Instant quando,
        String porque) {

    @Override
    public String toString() {
        return "%s: %s%s%s: %s"
                .formatted(
                        anomalia.nome(),
                        id,
                        lugar == null ? "" : " (" + lugar + ")",
                        quando == null ? "" : " às " + quando,
                        porque);
    }
}
