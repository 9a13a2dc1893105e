package br.kafkanapratica.notificacao;

import br.kafkanapratica.comum.Feito;
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
    private final long[] escritosEm = new long[OFFSETS * PARTICOES];

    private final long[] offsets = new long[OFFSETS * PARTICOES];
    private final int[] particoes = new int[OFFSETS * PARTICOES]; // mais um: zero é o lugar vazio

    synchronized List<Feito<String>> faltam(List<Feito<String>> feitos) {
        return feitos.stream().filter(feito -> !contem(feito.registro())).toList();
    }

    synchronized void anota(List<Feito<String>> avisados) {
        for (var feito : avisados) {
            var registro = feito.registro();
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

    private static int lugar(ConsumerRecord<?, ?> registro) {
        return Math.floorMod(registro.offset() * PARTICOES + registro.partition(), OFFSETS * PARTICOES);
    }
}
