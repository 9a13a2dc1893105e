package exemplo.medidas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.etapa.RegistroInvalido;
import exemplo.medidas.MedidasApplication.Medida;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Sem broker nenhum: a leitura e a regra são Java comum. */
class MedidasTest {

    private static final Instant EM = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void soOQueEsquentouDemaisDaUmAlerta() {
        assertThat(MedidasApplication.confere(new Medida("s1", 80, EM))).isNull();
        assertThat(MedidasApplication.confere(new Medida("s1", 80.5, EM)))
                .extracting("sensor", "celsius", "limite")
                .containsExactly("s1", 80.5, 80.0);
    }

    @Test
    void aMedidaSemSensorNaoSeLe() throws RegistroInvalido {
        assertThat(MedidasApplication.LEITURA.le(registro("s1"))).isEqualTo(new Medida("s1", 20, EM));
        assertThatThrownBy(() -> MedidasApplication.LEITURA.le(registro(" ")))
                .isInstanceOf(RegistroInvalido.class)
                .hasMessage("sensor está em branco");
    }

    @Test
    void aMedidaSemUmaTemperaturaDeVerdadeNaoSeLe() {
        assertThatThrownBy(() -> MedidasApplication.LEITURA.le(registro("s1", "\"NaN\"")))
                .isInstanceOf(RegistroInvalido.class)
                .hasMessage("o campo celsius falta, é nulo ou não tem o tipo certo");
    }

    private static ConsumerRecord<byte[], byte[]> registro(String sensor) {
        return registro(sensor, "20");
    }

    private static ConsumerRecord<byte[], byte[]> registro(String sensor, String celsius) {
        var valor = "{\"sensor\":\"%s\",\"celsius\":%s,\"em\":\"%s\"}".formatted(sensor, celsius, EM);
        return new ConsumerRecord<>("medidas", 0, 0, null, valor.getBytes(StandardCharsets.UTF_8));
    }
}
