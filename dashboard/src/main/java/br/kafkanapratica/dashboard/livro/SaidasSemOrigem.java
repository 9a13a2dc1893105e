package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Os resultados que chegaram sem o registro que os originou: ou ele ainda não foi lido, ou não existe, e então ninguém esperou por nada.
 * Para uma thread por vez.
 */
final class SaidasSemOrigem {

    private static final int MAXIMO = 50_000;

    private record DeQuem(EtapaDoPipeline etapa, ChaveCurta chave) {}

    private final Map<DeQuem, Deque<Long>> porChave = new HashMap<>();
    private int quantas;

    /** @return falso se já não cabe */
    boolean guarda(EtapaDoPipeline etapa, ChaveCurta chave, long quando) {
        if (quantas == MAXIMO) {
            return false;
        }
        quantas++;
        porChave.computeIfAbsent(new DeQuem(etapa, chave), nova -> new ArrayDeque<>(1))
                .addLast(quando);
        return true;
    }

    /** Chegou um registro que os origina: quando foi o primeiro deles. */
    OptionalLong tira(EtapaDoPipeline etapa, ChaveCurta chave) {
        var deQuem = new DeQuem(etapa, chave);
        var saidas = porChave.get(deQuem);
        if (saidas == null) {
            return OptionalLong.empty();
        }
        quantas--;
        long quando = saidas.removeFirst();
        if (saidas.isEmpty()) {
            porChave.remove(deQuem);
        }
        return OptionalLong.of(quando);
    }
}
