package br.kafkanapratica.dashboard.quadro;

import br.kafkanapratica.dashboard.alertas.Problema;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Se o Kafka responde, e se a tudo. Para uma thread por vez. */
final class Contato {

    private static final Duration SEM_FOTOGRAFIA = Duration.ofSeconds(5);

    private @Nullable Instant perdidoDesde;
    private @Nullable Instant semFotografiaDesde;
    private String causa = "";

    /** @param agora de quando é o primeiro silêncio: ainda não se falou com ele */
    Contato(Instant agora) {
        perdidoDesde = agora;
    }

    void fotografou() {
        perdidoDesde = null;
        semFotografiaDesde = null;
    }

    void semFotografia(String porque, Instant agora) {
        perdidoDesde = null;
        semFotografiaDesde = semFotografiaDesde == null ? agora : semFotografiaDesde;
        causa = porque;
    }

    /** @return se é novidade */
    boolean perdeu(Instant agora) {
        semFotografiaDesde = null;
        boolean novidade = perdidoDesde == null;
        perdidoDesde = novidade ? agora : perdidoDesde;
        return novidade;
    }

    @Nullable
    Instant perdidoDesde() {
        return perdidoDesde;
    }

    Optional<Problema> problema(Instant agora) {
        return Optional.ofNullable(semFotografiaDesde)
                .filter(desde -> Duration.between(desde, agora).compareTo(SEM_FOTOGRAFIA) >= 0)
                .map(desde ->
                        Problema.de("o Kafka responde, mas não diz até onde vão os tópicos (%s): o que se vê é de antes"
                                .formatted(causa)));
    }
}
