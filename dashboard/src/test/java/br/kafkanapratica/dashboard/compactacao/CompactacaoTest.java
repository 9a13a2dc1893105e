package br.kafkanapratica.dashboard.compactacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class CompactacaoTest {

    private final AtomicInteger leituras = new AtomicInteger();

    /** A memória que falta numa leitura faltaria em todas, e cada página que olha pediria outra. */
    @Test
    @SuppressWarnings("NullAway") // a leitura falha antes de precisar do resto
    void oQueQuerQueALeituraLanceValePeloMesmoTempoDoQueSeSoube() {
        var compactacao = new Compactacao(new FabricaQueFalha(), null, null, Clock.systemUTC());
        for (int pagina = 0; pagina < 5; pagina++) {
            assertThatThrownBy(compactacao::agora)
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseInstanceOf(StackOverflowError.class);
        }
        assertThat(leituras).hasValue(1);
    }

    private final class FabricaQueFalha extends DefaultKafkaConsumerFactory<byte[], byte[]> {

        FabricaQueFalha() {
            super(Map.of());
        }

        @Override
        public Consumer<byte[], byte[]> createConsumer(
                @Nullable String grupo, @Nullable String antes, @Nullable String depois, @Nullable Properties ajustes) {
            leituras.incrementAndGet();
            throw new StackOverflowError();
        }
    }
}
