package br.kafkanapratica.notificacao;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Os últimos avisos deste processo: quando a transação é desfeita depois do aviso, o lote volta e não se avisa de novo. Pode
 * ser usada de várias threads.
 *
 * <p>Memória fixa: cada registro tem um lugar, que o registro {@value #OFFSETS} adiante toma. Até {@value #PARTICOES} partições não
 * disputam lugares; com mais, o pior é um aviso repetido sair com {@code (reenvio)}.
 */
final class Avisados {

    private static final int OFFSETS = 1 << 12; // potência de dois, mais que um lote
    private static final int PARTICOES = 1 << 4;

    /** O timestamp faz parte: num tópico apagado e recriado os offsets se repetem. */
    private final long[] escritosEm;

    private final long[] offsets;
    private final int[] particoes; // mais um: zero é o lugar vazio

    Avisados() {
        this(OFFSETS);
    }

    /** @param lembrados quantos de cada partição; uma potência de dois */
    Avisados(int lembrados) {
        escritosEm = new long[lembrados * PARTICOES];
        offsets = new long[lembrados * PARTICOES];
        particoes = new int[lembrados * PARTICOES];
    }

    synchronized List<Aviso> faltam(List<Aviso> avisos) {
        return avisos.stream().filter(aviso -> !contem(aviso.registro())).toList();
    }

    synchronized void anota(List<Aviso> avisados) {
        for (var aviso : avisados) {
            var registro = aviso.registro();
            int lugar = lugar(registro);
            particoes[lugar] = registro.partition() + 1;
            offsets[lugar] = registro.offset();
            escritosEm[lugar] = registro.timestamp();
        }
    }

    private boolean contem(ConsumerRecord<?, ?> registro) {
        int lugar = lugar(registro);
        return particoes[lugar] == registro.partition() + 1
                && offsets[lugar] == registro.offset()
                && escritosEm[lugar] == registro.timestamp();
    }

    private int lugar(ConsumerRecord<?, ?> registro) {
        return Math.floorMod(registro.offset() * PARTICOES + registro.partition(), offsets.length);
    }
}
