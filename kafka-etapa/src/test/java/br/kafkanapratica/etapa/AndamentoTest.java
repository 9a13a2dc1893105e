package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AndamentoTest {

    private static final Duration PACIENCIA = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Andamento andamento = new Andamento(nanos::get);

    @Test
    void oPedidoQueNaoAcabaSeVe_comOndeEle_eQuandoAcabaNao() {
        andamento.comeca(new ConsumerRecord<>("novos_pedidos", 2, 7, null, null));
        passa(60);
        assertThat(andamento.parada(PACIENCIA)).isEmpty();
        passa(1);
        assertThat(andamento.parada(PACIENCIA))
                .contains(new Andamento.Parada(
                        Duration.ofSeconds(61), "no trabalho do registro de novos_pedidos, partição 2, offset 7"));
        andamento.terminou();
        assertThat(andamento.parada(PACIENCIA)).isEmpty();
    }

    @Test
    void aEntregaQueNaoVoltaSeVeComoTal() {
        andamento.entrega();
        passa(61);
        assertThat(andamento.parada(PACIENCIA))
                .contains(new Andamento.Parada(Duration.ofSeconds(61), "na entrega do lote"));
    }

    @Test
    void opollQueNaoVoltaTambem() {
        andamento.terminou();
        passa(61);
        assertThat(andamento.parada(PACIENCIA))
                .contains(new Andamento.Parada(Duration.ofSeconds(61), "na conversa com o Kafka"));
        andamento.saiu();
        assertThat(andamento.parada(PACIENCIA)).isEmpty();
        assertThat(andamento.alguma()).isFalse();
    }

    private void passa(int segundos) {
        nanos.addAndGet(Duration.ofSeconds(segundos).toNanos());
    }
}
