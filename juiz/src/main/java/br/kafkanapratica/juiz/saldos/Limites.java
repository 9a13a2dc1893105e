package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Lugar;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Por partição, até onde um prefixo do log tem de ir: o primeiro offset que já pode faltar. */
final class Limites {

    static final Limites NENHUM = new Limites();

    private final Map<Integer, Long> porParticao = new HashMap<>();

    long de(int particao) {
        return porParticao.getOrDefault(particao, 0L);
    }

    /** O prefixo tem de incluir este registro. */
    Limites inclui(@Nullable Lugar lugar) {
        if (lugar != null) {
            porParticao.merge(lugar.particao(), lugar.offset() + 1, Math::max);
        }
        return this;
    }

    Limites com(Limites outros) {
        var todos = new Limites();
        todos.porParticao.putAll(porParticao);
        outros.porParticao.forEach((particao, offset) -> todos.porParticao.merge(particao, offset, Math::max));
        return todos;
    }
}
