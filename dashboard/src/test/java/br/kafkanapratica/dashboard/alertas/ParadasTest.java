package br.kafkanapratica.dashboard.alertas;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.livro.Corte;
import br.kafkanapratica.dashboard.livro.Serie;
import br.kafkanapratica.juiz.auditoria.Balanco;
import br.kafkanapratica.juiz.auditoria.FilaDaParticao;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Um membro, uma partição com um pedido que espera, e quem olha de tempos em tempos. */
class ParadasTest {

    private static final TopicPartition PARTICAO =
            new TopicPartition(EtapaDoPipeline.ESTOQUE.entrada().nome(), 0);
    private static final Duration PACIENCIA = Duration.ofSeconds(20);

    private Instant agora = Instant.parse("2026-11-26T12:00:00Z");
    private long gravado;
    private long esperando = 1;
    private boolean responde = true;

    /** O que falhava: com DASHBOARD_SONDAGEM de 5 s ou mais, ninguém nunca estava parado. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 40})
    void quemNaoAndaEstaParado_porMaisEspacadoQueSeOlhe(int segundos) {
        var sondagem = Duration.ofSeconds(segundos);
        var paradas = new Paradas(PACIENCIA, sondagem);
        var comeco = agora;
        olha(paradas);
        while (Duration.between(comeco, agora).compareTo(PACIENCIA) < 0) {
            assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNull();
            passa(paradas, sondagem);
        }
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isEqualTo(new Parada(comeco, false));
        assertThat(paradas.onde()).containsExactly(Map.entry(PARTICAO, 0L));
        assertThat(paradas.de(EtapaDoPipeline.PAGAMENTO)).isNull();
    }

    @Test
    void doQueSePassouSemNinguemOlharNaoSeSabe() {
        var paradas = new Paradas(PACIENCIA, Duration.ofSeconds(1));
        olha(paradas);
        passa(paradas, Duration.ofMinutes(1));
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNull();
    }

    /** Sem isto, com o relógio uma hora atrás, só uma hora depois se voltava a dizer. */
    @Test
    void comORelogioAtrasadoAContaRecomecaDali() {
        var paradas = new Paradas(PACIENCIA, Duration.ofSeconds(1));
        olha(paradas);
        for (int i = 0; i < 25; i++) {
            passa(paradas, Duration.ofSeconds(1));
        }
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNotNull();
        passa(paradas, Duration.ofHours(-1));
        for (int i = 0; i < 25; i++) {
            passa(paradas, Duration.ofSeconds(1));
        }
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNotNull();
    }

    @Test
    void quemAndaComFilaLongaOuNaoTemOQueFazerNaoEstaParado() {
        var paradas = new Paradas(PACIENCIA, Duration.ofSeconds(1));
        for (int i = 0; i < 30; i++) {
            gravado += i % 15 == 0 ? 1 : 0;
            passa(paradas, Duration.ofSeconds(1));
        }
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNull();
        esperando = 0;
        for (int i = 0; i < 30; i++) {
            passa(paradas, Duration.ofSeconds(1));
        }
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNull();
    }

    @Test
    void deUmGrupoQueNaoRespondeNaoSeDizQueEstaParado() {
        var paradas = new Paradas(PACIENCIA, Duration.ofSeconds(1));
        for (int i = 0; i < 25; i++) {
            passa(paradas, Duration.ofSeconds(1));
        }
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNotNull();
        responde = false;
        passa(paradas, Duration.ofSeconds(1));
        assertThat(paradas.de(EtapaDoPipeline.ESTOQUE)).isNull();
        assertThat(paradas.onde()).isEmpty();
    }

    private void passa(Paradas paradas, Duration quanto) {
        agora = agora.plus(quanto);
        olha(paradas);
    }

    private void olha(Paradas paradas) {
        var membro = new Fotografia.Membro("m", "cliente", "/127.0.0.1", List.of(PARTICAO));
        var grupo = new Fotografia.Grupo(
                "STABLE", List.of(membro), Map.of(PARTICAO, gravado), true, responde ? null : agora);
        var foto = new Fotografia(
                agora,
                Map.of(),
                Map.of(PARTICAO, 0L),
                Map.of(PARTICAO, gravado + 1),
                Map.of(PARTICAO, gravado + 1),
                Map.of(EtapaDoPipeline.ESTOQUE.grupo(), grupo),
                List.of(),
                Set.of());
        var fila = new FilaDaParticao(esperando, gravado, esperando, List.of());
        paradas.ve(new Corte(
                foto,
                Map.of(EtapaDoPipeline.ESTOQUE, Map.of(PARTICAO, fila)),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                new Balanco(0, new Balanco.Esperando(0, 0, 0), 0, 0, 0, 0, 0, 0, 0, List.of(), true, ""),
                new Serie(0, List.of(), List.of(), List.of())));
    }
}
