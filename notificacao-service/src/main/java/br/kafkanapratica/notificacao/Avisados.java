package br.kafkanapratica.notificacao;

import br.kafkanapratica.comum.Feito;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Os últimos avisos deste processo: quando a transação é desfeita depois do aviso, o lote volta e não se avisa de novo.
 * Memória limitada; pode ser usada de várias threads, uma por partição.
 */
final class Avisados {

    /** Os de uma partição, cada um no lugar do seu offset: o mais novo toma o lugar do que está {@code LEMBRADOS} atrás. */
    private static final class Ultimos {

        private static final int LEMBRADOS = 1 << 13; // potência de dois, mais que um lote

        private final long[] offsets = new long[LEMBRADOS];
        /** O timestamp faz parte: num tópico apagado e recriado os offsets se repetem. */
        private final long[] escritosEm = new long[LEMBRADOS];

        synchronized boolean contem(long offset, long escritoEm) {
            int lugar = (int) offset & (LEMBRADOS - 1);
            return offsets[lugar] == offset + 1 && escritosEm[lugar] == escritoEm; // 0 é o lugar vazio
        }

        synchronized void anota(long offset, long escritoEm) {
            int lugar = (int) offset & (LEMBRADOS - 1);
            offsets[lugar] = offset + 1;
            escritosEm[lugar] = escritoEm;
        }
    }

    private final Map<Integer, Ultimos> porParticao = new ConcurrentHashMap<>();

    List<Feito<String>> faltam(List<Feito<String>> feitos) {
        return feitos.stream().filter(this::falta).toList();
    }

    private boolean falta(Feito<String> feito) {
        var registro = feito.registro();
        return !ultimos(registro.partition()).contem(registro.offset(), registro.timestamp());
    }

    void anota(Feito<String> feito) {
        var registro = feito.registro();
        ultimos(registro.partition()).anota(registro.offset(), registro.timestamp());
    }

    private Ultimos ultimos(int particao) {
        return porParticao.computeIfAbsent(particao, nova -> new Ultimos());
    }
}
