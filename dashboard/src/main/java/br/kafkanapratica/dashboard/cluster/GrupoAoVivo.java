package br.kafkanapratica.dashboard.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Quem entrou e saiu de um grupo, e quanto cada rebalance levou, até o intervalo entre duas fotografias. Para uma thread por vez. */
final class GrupoAoVivo {

    private static final int EVENTOS = 6;
    private static final int LETRAS_DO_ID = 6;
    private static final Locale BRASIL = Locale.forLanguageTag("pt-BR");

    record Evento(long quando, String texto) {}

    private final Deque<Evento> eventos = new ArrayDeque<>();
    private @Nullable Set<String> conhecidos;
    private @Nullable Instant rebalanceDesde;

    static String apelido(String membro) {
        return membro.length() <= LETRAS_DO_ID ? membro : membro.substring(0, LETRAS_DO_ID);
    }

    void ve(Fotografia.Grupo grupo, Instant quando) {
        var agora = grupo.membros().stream().map(Fotografia.Membro::id).collect(Collectors.toSet());
        var antes = conhecidos;
        conhecidos = agora;
        if (antes == null) { // o que já estava quando o dashboard chegou não é novidade
            return;
        }
        diferenca(agora, antes).forEach(novo -> acrescenta(quando, "entrou " + apelido(novo)));
        diferenca(antes, agora).forEach(ido -> acrescenta(quando, "saiu " + apelido(ido)));
        if (rebalanceDesde == null && (!agora.equals(antes) || !grupo.assentado())) {
            rebalanceDesde = quando;
        }
        if (rebalanceDesde != null && grupo.assentado()) {
            acrescenta(
                    quando,
                    agora.isEmpty()
                            ? "não há mais ninguém no grupo"
                            : "partições redistribuídas em %s".formatted(segundos(rebalanceDesde, quando)));
            rebalanceDesde = null;
        }
    }

    boolean emRebalance() {
        return rebalanceDesde != null;
    }

    /** Do mais novo ao mais antigo. */
    List<Evento> eventos() {
        return List.copyOf(eventos);
    }

    private void acrescenta(Instant quando, String texto) {
        eventos.addFirst(new Evento(quando.toEpochMilli(), texto));
        if (eventos.size() > EVENTOS) {
            eventos.removeLast();
        }
    }

    private static Set<String> diferenca(Set<String> destes, Set<String> menosEstes) {
        var diferenca = new HashSet<>(destes);
        diferenca.removeAll(menosEstes);
        return diferenca;
    }

    private static String segundos(Instant desde, Instant ate) {
        var duracao = Duration.between(desde, ate);
        return duracao.isZero() ? "menos de 1 s" : String.format(BRASIL, "%.1f s", duracao.toMillis() / 1000.0);
    }
}
