package br.kafkanapratica.experimentos.fatos;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.fatos.Momento.Cluster;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MomentosTest {

    /** O último conta: um registro escrito no meio da primeira volta tem hora depois da dela. */
    @Test
    void deUmaFilaDeIguaisFicamOPrimeiroEOUltimo() {
        var momentos = new Momentos();
        for (int segundo = 0; segundo < 5; segundo++) {
            momentos.acrescenta(momento(segundo, true));
        }
        momentos.acrescenta(momento(5, false));
        momentos.acrescenta(momento(6, true));
        assertThat(momentos.todos())
                .extracting(momento -> momento.quando().getEpochSecond())
                .containsExactly(0L, 4L, 5L, 6L);
    }

    private static Momento momento(int segundo, boolean responde) {
        return new Momento(
                Instant.ofEpochSecond(segundo),
                responde,
                Map.of(),
                Map.of(),
                Servico.FORA,
                Servico.FORA,
                "",
                Cluster.DESCONHECIDO);
    }
}
