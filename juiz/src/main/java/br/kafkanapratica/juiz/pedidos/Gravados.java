package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Quando se viu que o grupo de uma etapa tinha passado por um registro, e quando ainda não tinha. */
final class Gravados {

    /** @param anterior quando se tinha visto pela última vez, sem que tivesse avançado até aqui */
    private record Avanco(Gravacao gravacao, @Nullable Instant anterior) {}

    /** Por partição; os offsets crescem. */
    private final Map<Integer, List<Avanco>> avancos = new HashMap<>();

    private final Map<Integer, Instant> ultimas = new HashMap<>();

    Gravados(Autos autos, EtapaDoPipeline etapa) {
        for (var gravacao : autos.historia().gravacoes()) {
            if (gravacao.etapa() == etapa) {
                var anterior = ultimas.put(gravacao.particao(), gravacao.quando());
                var daParticao = avancos.computeIfAbsent(gravacao.particao(), nova -> new ArrayList<>());
                if (daParticao.isEmpty()
                        || gravacao.offset()
                                > daParticao
                                        .get(daParticao.size() - 1)
                                        .gravacao()
                                        .offset()) {
                    daParticao.add(new Avanco(gravacao, anterior));
                }
            }
        }
    }

    /** A primeira que diz que o grupo já tinha passado por ele. */
    @Nullable
    Gravacao passou(Lugar registro) {
        var avanco = avanco(registro);
        return avanco == null ? null : avanco.gravacao();
    }

    /** Até quando se sabe que ainda não tinha passado por ele, ou nulo. */
    @Nullable
    Instant aindaNao(Lugar registro) {
        var avanco = avanco(registro);
        return avanco == null ? ultimas.get(registro.particao()) : avanco.anterior();
    }

    private @Nullable Avanco avanco(Lugar registro) {
        var daParticao = avancos.getOrDefault(registro.particao(), List.of());
        int de = 0;
        int ate = daParticao.size();
        while (de < ate) {
            int meio = (de + ate) >>> 1;
            if (daParticao.get(meio).gravacao().offset() > registro.offset()) {
                ate = meio;
            } else {
                de = meio + 1;
            }
        }
        return de == daParticao.size() ? null : daParticao.get(de);
    }
}
