package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TentativasTest {

    private final Tentativas tentativas = new Tentativas(3, Duration.ofMillis(500));

    @Test
    void aEsperaDobraEDepoisDaTerceiraRepeticaoAcaba() {
        assertThat(tentativas.aposFalhar(registro(0, 7))).contains(Duration.ofMillis(500));
        assertThat(tentativas.aposFalhar(registro(0, 7))).contains(Duration.ofMillis(1000));
        assertThat(tentativas.aposFalhar(registro(0, 7))).contains(Duration.ofMillis(2000));
        assertThat(tentativas.aposFalhar(registro(0, 7))).isEmpty();
    }

    @Test
    void aEsperaCresceAte30s_eAPedidaMaiorNaoSeCorta() {
        var crescem = new Tentativas(3, Duration.ofSeconds(20));
        assertThat(crescem.aposFalhar(registro(0, 7))).contains(Duration.ofSeconds(20));
        assertThat(crescem.aposFalhar(registro(0, 7))).contains(Duration.ofSeconds(30));

        var longas = new Tentativas(3, Duration.ofMinutes(2));
        assertThat(longas.aposFalhar(registro(0, 7))).contains(Duration.ofMinutes(2));
        assertThat(longas.aposFalhar(registro(0, 7))).contains(Duration.ofMinutes(2));
    }

    @Test
    void outroRegistroOuOutraParticaoRecomecaAConta() {
        tentativas.aposFalhar(registro(0, 7));
        assertThat(tentativas.aposFalhar(registro(1, 7))).contains(Duration.ofMillis(500));
        assertThat(tentativas.aposFalhar(registro(0, 8))).contains(Duration.ofMillis(500));
        assertThat(tentativas.aposFalhar(registro(1, 7))).contains(Duration.ofMillis(1000));
    }

    /** Num tópico recriado os offsets recomeçam, e o registro novo não tem culpa do que estava no lugar dele. */
    @Test
    void outroRegistroNoMesmoLugarTambem() {
        tentativas.aposFalhar(registro(0, 7));
        var outro = new ConsumerRecord<byte[], byte[]>(
                "novos_pedidos",
                0,
                7,
                99,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
        assertThat(tentativas.aposFalhar(outro)).contains(Duration.ofMillis(500));
    }

    @Test
    void semRepeticoesAPrimeiraFalhaJaBasta() {
        assertThat(new Tentativas(0, Duration.ofMillis(500)).aposFalhar(registro(0, 7)))
                .isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> registro(int particao, long offset) {
        return new ConsumerRecord<>("novos_pedidos", particao, offset, null, null);
    }
}
