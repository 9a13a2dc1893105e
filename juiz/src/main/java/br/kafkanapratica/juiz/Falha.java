package br.kafkanapratica.juiz;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Enquanto dura, parar não é defeito; depois que acaba, começa a contar o tempo de retomar.
 *
 * @param etapa a que ela atinge, ou nulo se atinge todas (o broker, a máquina)
 * @param fim quando foi desfeita: o processo de novo iniciado, a rede de novo inteira
 */
public record Falha(String oQue, @Nullable EtapaDoPipeline etapa, Instant inicio, Instant fim) {

    public Falha {
        if (fim.isBefore(inicio)) {
            throw new IllegalArgumentException("a falha acaba antes de começar: " + oQue);
        }
    }

    /** Uma que atinge todos. */
    public Falha(String oQue, Instant inicio, Instant fim) {
        this(oQue, null, inicio, fim);
    }

    /** Também a seguinte: a transação que uma etapa deixa aberta segura quem lê o que ela escreve. */
    public boolean atinge(EtapaDoPipeline outra) {
        return etapa == null
                || etapa == outra
                || etapa.saida().filter(outra.entrada()::equals).isPresent();
    }
}
