package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendenciasTest {

    private static final TopicPartition UM = new TopicPartition("novos_pedidos", 1);
    private static final TopicPartition DOIS = new TopicPartition("novos_pedidos", 2);

    private final AtomicLong nanos = new AtomicLong();
    private final Pendencias pendencias = new Pendencias(new Impedimentos("ESTOQUE"), new Recuo(), nanos::get);

    /** Com sempre o que fazer nas outras, uma que fosse sempre a última não se tentaria mais. */
    @Test
    void aPresaVaiAtrasDasOutras_eDeTemposEmTemposNaFrente() {
        pendencias.prende(new Lugar(UM, 100, 0), "o destino o recusa");
        assertThat(pendencias.vez(UM)).isPositive();
        assertThat(pendencias.vez(DOIS)).isZero();

        nanos.addAndGet(Pendencias.INSISTENCIA.toNanos());
        assertThat(pendencias.vez(UM)).isNegative();

        pendencias.prende(new Lugar(UM, 100, 0), "o destino ainda o recusa");
        assertThat(pendencias.vez(UM)).isPositive();
        pendencias.esquece(UM);
        assertThat(pendencias.vez(UM)).isZero();
    }
}
