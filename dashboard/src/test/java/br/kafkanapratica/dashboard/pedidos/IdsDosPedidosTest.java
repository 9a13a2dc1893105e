package br.kafkanapratica.dashboard.pedidos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class IdsDosPedidosTest {

    private static final int QUANTOS = 300;

    @Test
    void cadaParticaoRecebeOMesmoNumero_eOsDeUmClienteNaoCaemTodosNaMesma() {
        var particoes = PedidosController.ids(QUANTOS).stream()
                .map(id -> BuiltInPartitioner.partitionForKey(id.getBytes(StandardCharsets.UTF_8), Topico.PARTICOES))
                .toList();

        assertThat(particoes.stream().collect(Collectors.groupingBy(particao -> particao, Collectors.counting())))
                .hasSize(Topico.PARTICOES)
                .allSatisfy((particao, destes) -> assertThat(destes).isEqualTo(QUANTOS / Topico.PARTICOES));
        for (int cliente = 0; cliente < 3; cliente++) {
            int este = cliente;
            assertThat(IntStream.range(0, QUANTOS)
                            .filter(i -> i % 3 == este)
                            .mapToObj(particoes::get)
                            .distinct())
                    .hasSize(Topico.PARTICOES);
        }
    }
}
