package br.kafkanapratica.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** O tempo é dado, segundo a segundo. */
class PacienciaTest {

    private static final int LIMITE_S = 300;

    private final List<String> ditos = new ArrayList<>();
    private Sintoma sintoma = Sintoma.LENTO;
    private int exames;
    private final Paciencia paciencia = new Paciencia(
            new Destino("contas", "localhost:9092"),
            Duration.ofSeconds(LIMITE_S),
            () -> {
                exames++;
                return sintoma;
            },
            ditos::add);

    @Test
    void oNormalDeUmaMaquinaOcupadaNemSeExamina() {
        sintoma = Sintoma.CLIENTE_MORTO;

        assertThat(paciencia.julga(Duration.ofMillis(2_999))).isEmpty();
        assertThat(exames).isZero();
        assertThat(ditos).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LENTO", "MUDO", "SEM_LIDER"})
    void doLentoEsperaAteOLimiteDizendoPeloQueEspera(Sintoma lento) {
        sintoma = lento;

        assertThat(desisteEm(0)).isEqualTo(LIMITE_S);
        assertThat(ditos).hasSizeBetween(20, 31).allMatch(dito -> dito.contains(lento.descricao()));
        assertThat(ditos.get(0)).startsWith("Esperando pelo Kafka em localhost:9092 há 3 s: ");
    }

    @ParameterizedTest
    @EnumSource(names = {"NADA_ATENDE", "TOPICO_SUMIU"})
    void doQueNaoTemCuraDesisteLogoMasNaoNoPrimeiroOlhar(Sintoma semCura) {
        sintoma = semCura;

        assertThat(desisteEm(0)).isEqualTo(5);
        assertThat(ditos).isEmpty();
    }

    @Test
    void umBrokerQueVoltaDaRecusaContinuaSendoEsperado() {
        sintoma = Sintoma.NADA_ATENDE;
        assertThat(paciencia.julga(Duration.ofSeconds(3))).isEmpty();
        sintoma = Sintoma.MUDO;
        assertThat(paciencia.julga(Duration.ofSeconds(20))).isEmpty();
        sintoma = Sintoma.NADA_ATENDE;
        assertThat(paciencia.julga(Duration.ofSeconds(21))).isEmpty();
        assertThat(paciencia.julga(Duration.ofSeconds(23))).isPresent();
    }

    @Test
    void comUmAvancoAContaRecomeca() {
        sintoma = Sintoma.NADA_ATENDE;
        assertThat(paciencia.julga(Duration.ofSeconds(3))).isEmpty();
        paciencia.recomeca();
        assertThat(paciencia.julga(Duration.ofSeconds(5))).isEmpty();
    }

    /** Em que segundo desiste. */
    private int desisteEm(int desde) {
        for (int segundos = desde; segundos <= 2 * LIMITE_S; segundos++) {
            if (paciencia.julga(Duration.ofSeconds(segundos)).isPresent()) {
                return segundos;
            }
        }
        throw new AssertionError("não desistiu");
    }
}
