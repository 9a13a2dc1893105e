package br.kafkanapratica.leitura;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AteOFimTest {

    private static final TopicPartition A = new TopicPartition("pedidos", 0);
    private static final TopicPartition B = new TopicPartition("pedidos", 1);

    private final MockConsumer<String, String> consumidor = new MockConsumer<>("earliest");
    private final List<String> lidos = new ArrayList<>();

    @Test
    void chegaAoFimQuandoAPosicaoChega_aindaQueOUltimoOffsetSejaUmaMarca() {
        prepara();
        registro(A, 0);
        registro(B, 0);
        consumidor.schedulePollTask(() -> consumidor.seek(B, 2)); // a marca no offset 1 não se entrega

        assertThat(AteOFim.le(consumidor, Map.of(A, 1L, B, 2L), () -> true, this::anota))
                .isTrue();
        assertThat(lidos).contains("pedidos-0@0");
    }

    @Test
    void oUltimoRegistroTambem_aindaQueVenhaSozinho() {
        prepara();
        registro(A, 0);
        consumidor.schedulePollTask(() -> {}); // o primeiro poll() só traz o que já havia
        consumidor.schedulePollTask(() -> registro(A, 1));
        assertThat(AteOFim.le(consumidor, Map.of(A, 2L, B, 0L), () -> true, this::anota))
                .isTrue();
        assertThat(lidos).containsExactly("pedidos-0@0", "pedidos-0@1");
    }

    @Test
    void quemDesisteNaoChegou_eFicaComOQueLeu() {
        prepara();
        registro(A, 0);
        assertThat(AteOFim.le(consumidor, Map.of(A, 1L, B, 5L), lidos::isEmpty, this::anota))
                .isFalse();
        assertThat(lidos).containsExactly("pedidos-0@0");
    }

    @Test
    void semNadaALerNemPergunta() {
        prepara();
        assertThat(AteOFim.le(consumidor, Map.of(A, 0L, B, 0L), () -> false, this::anota))
                .isTrue();
    }

    private void prepara() {
        consumidor.assign(List.of(A, B));
        consumidor.updateBeginningOffsets(Map.of(A, 0L, B, 0L));
        consumidor.seekToBeginning(List.of(A, B));
    }

    private void registro(TopicPartition onde, long offset) {
        consumidor.addRecord(new ConsumerRecord<>(onde.topic(), onde.partition(), offset, "chave", "valor"));
    }

    private void anota(ConsumerRecord<String, String> registro) {
        lidos.add("%s-%d@%d".formatted(registro.topic(), registro.partition(), registro.offset()));
    }
}
