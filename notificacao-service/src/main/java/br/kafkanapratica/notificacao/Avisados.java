package br.kafkanapratica.notificacao;

import br.kafkanapratica.comum.Feito;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Os últimos avisos deste processo: quando a transação é desfeita depois do aviso, o lote volta e não se avisa de novo.
 * Memória limitada; pode ser usada de várias threads.
 */
final class Avisados {

    private static final int LEMBRADOS = 10_000;

    private record Aviso(int particao, long offset, long escritoEm) {}

    private final Set<Aviso> ultimos =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<Aviso, Boolean>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Aviso, Boolean> maisAntigo) {
                    return size() > LEMBRADOS;
                }
            }));

    boolean falta(Feito<String> feito) {
        return !ultimos.contains(aviso(feito));
    }

    void anota(Feito<String> feito) {
        ultimos.add(aviso(feito));
    }

    /** O timestamp faz parte: num tópico apagado e recriado os offsets se repetem. */
    private static Aviso aviso(Feito<String> feito) {
        var registro = feito.registro();
        return new Aviso(registro.partition(), registro.offset(), registro.timestamp());
    }
}
