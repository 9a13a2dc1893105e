package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.Lugar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Quando se viu, pela primeira vez, que o grupo de uma etapa tinha passado por um registro. */
final class Gravados {

    /** Por partição, só as que avançaram: os offsets crescem. */
    private final Map<Integer, List<Gravacao>> porParticao = new HashMap<>();

    Gravados(Autos autos, EtapaDoPipeline etapa) {
        for (var gravacao : autos.historia().gravacoes()) {
            if (gravacao.etapa() == etapa) {
                var desta = porParticao.computeIfAbsent(gravacao.particao(), nova -> new ArrayList<>());
                if (desta.isEmpty()
                        || gravacao.offset() > desta.get(desta.size() - 1).offset()) {
                    desta.add(gravacao);
                }
            }
        }
    }

    boolean nenhum() {
        return porParticao.isEmpty();
    }

    @Nullable
    Gravacao primeira(Lugar registro) {
        var desta = porParticao.getOrDefault(registro.particao(), List.of());
        int de = 0;
        int ate = desta.size();
        while (de < ate) {
            int meio = (de + ate) >>> 1;
            if (desta.get(meio).offset() > registro.offset()) {
                ate = meio;
            } else {
                de = meio + 1;
            }
        }
        return de == desta.size() ? null : desta.get(de);
    }
}
