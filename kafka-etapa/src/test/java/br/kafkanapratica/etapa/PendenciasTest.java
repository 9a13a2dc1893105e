package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendenciasTest {

    private static final TopicPartition ZERO = new TopicPartition("novos_pedidos", 0);
    private static final TopicPartition UM = new TopicPartition("novos_pedidos", 1);
    private static final TopicPartition DOIS = new TopicPartition("novos_pedidos", 2);

    private final AtomicLong nanos = new AtomicLong(1);
    private final Pendencias pendencias = new Pendencias(new Impedimentos("ESTOQUE"), new Recuo(), nanos::get);

    /** Com sempre o que fazer nas outras, uma que fosse sempre a última não se tentaria mais. */
    @Test
    void aPresaVaiAtrasDasOutras_eDeTemposEmTemposNaFrente() {
        prende(UM);
        assertThat(emOrdem()).containsExactly(ZERO, DOIS, UM);

        passa(Pendencias.INSISTENCIA);
        assertThat(emOrdem()).containsExactly(UM, ZERO, DOIS);

        prende(UM);
        assertThat(emOrdem()).containsExactly(ZERO, DOIS, UM);
        pendencias.esquece(UM);
        assertThat(emOrdem()).containsExactly(ZERO, UM, DOIS);
    }

    /** Cada tentativa que falha recomeça o listener: com uma presa sempre na frente, a outra partição não andaria mais. */
    @Test
    void entreDuasInsistenciasHaSempreAVezDasOutras() {
        prende(ZERO);
        passa(Duration.ofSeconds(15));
        prende(UM);
        passa(Duration.ofSeconds(15));
        assertThat(emOrdem()).containsExactly(DOIS, ZERO, UM);

        passa(Duration.ofSeconds(15));
        assertThat(emOrdem()).containsExactly(ZERO, UM, DOIS);
        prende(ZERO);
        assertThat(emOrdem()).containsExactly(DOIS, UM, ZERO);
    }

    private void prende(TopicPartition particao) {
        pendencias.prende(new Lugar(particao, 100, 0), "o destino o recusa");
    }

    private void passa(Duration quanto) {
        nanos.addAndGet(quanto.toNanos());
    }

    private List<TopicPartition> emOrdem() {
        return List.of(ZERO, UM, DOIS).stream().sorted(pendencias.ordem()).toList();
    }
}
