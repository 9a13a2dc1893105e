package br.kafkanapratica.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.testes.ClienteDeTeste;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RodizioTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 300})
    void aCadaRodadaCadaParticaoRecebeUm(int particoes) {
        var rodizio = new Rodizio(particoes);
        var todas = IntStream.range(0, particoes).boxed().toList();

        for (int rodada = 0; rodada < 5; rodada++) {
            assertThat(sorteia(rodizio, particoes))
                    .extracting(id -> particao(id, particoes))
                    .containsExactlyInAnyOrderElementsOf(todas);
        }
    }

    @Test
    void saoUuidsAoAcasoTodosDiferentes() {
        var ids = sorteia(new Rodizio(3), 1000);

        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(UUID.fromString(id)).hasToString(id);
            assertThat(UUID.fromString(id).version()).isEqualTo(4);
        });
    }

    private static List<String> sorteia(Rodizio rodizio, int quantos) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < quantos; i++) {
            ids.add(rodizio.proximoId());
        }
        return ids;
    }

    /** Pelo código do próprio producer do Kafka. */
    private static int particao(String id, int particoes) {
        return BuiltInPartitioner.partitionForKey(ClienteDeTeste.bytes(id), particoes);
    }
}
