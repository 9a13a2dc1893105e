package br.kafkanapratica.benchmarks;

import br.kafkanapratica.benchmarks.Corrida.Medida;
import java.util.List;

/** As execuções de uma etapa, dos dois lados. */
record Comparacao(List<Medida> servico, List<Medida> laco) {

    List<Medida> de(Lado lado) {
        return switch (lado) {
            case SERVICO -> servico;
            case LACO_NU -> laco;
        };
    }
}
