package br.kafkanapratica.benchmarks;

import br.kafkanapratica.benchmarks.Corrida.Medida;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** As execuções de uma etapa, de todos os lados. */
record Comparacao(Map<Lado, List<Medida>> medidas) {

    Comparacao() {
        this(new EnumMap<>(Lado.class));
    }

    List<Medida> de(Lado lado) {
        return medidas.computeIfAbsent(lado, qualquer -> new ArrayList<>());
    }
}
