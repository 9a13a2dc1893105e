package br.kafkanapratica.dashboard.quadro;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** A letra é do membro enquanto ele está no grupo; depois de um tempo, pode ser de outro. */
    private static final Duration LETRA_GUARDADA = Duration.ofSeconds(10);

    private static final int ALFABETO = 26;

    private static final class Lugar {
        final int numero;
        Instant visto;

        Lugar(int numero, Instant visto) {
            this.numero = numero;
            this.visto = visto;
        }
    }

    private final Map<String, Lugar> lugares = new HashMap<>();

    /** De 0 em diante: o do membro enquanto ele existir. */
    int lugar(String membro) {
        var lugar = lugares.get(membro);
        return lugar == null ? 0 : lugar.numero;
    }

    /** A, B… Z, AA, AB… */
    static String letra(int lugar) {
        var ultima = String.valueOf((char) ('A' + lugar % ALFABETO));
        return lugar < ALFABETO ? ultima : letra(lugar / ALFABETO - 1) + ultima;
    }

    static String apelido(String membro) {
        return membro.length() <= LETRAS_DO_ID ? membro : membro.substring(0, LETRAS_DO_ID);
    }

    void ve(Fotografia.Grupo grupo, Instant quando) {
        if (grupo.semRespostaDesde() != null) {
            return; // o que ele disse é de antes
        }
        da(grupo, quando);
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

    private void da(Fotografia.Grupo grupo, Instant quando) {
        grupo.membros().stream().map(Fotografia.Membro::id).sorted().forEach(membro -> {
            var lugar = lugares.get(membro);
            if (lugar == null) {
                lugares.put(membro, new Lugar(primeiroVago(), quando));
            } else {
                lugar.visto = quando;
            }
        });
        lugares.values().removeIf(lugar -> lugar.visto.isBefore(quando.minus(LETRA_GUARDADA)));
    }

    private int primeiroVago() {
        var ocupados = lugares.values().stream().map(lugar -> lugar.numero).collect(Collectors.toSet());
        return IntStream.iterate(0, lugar -> lugar + 1)
                .filter(lugar -> !ocupados.contains(lugar))
                .findFirst()
                .orElseThrow();
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
