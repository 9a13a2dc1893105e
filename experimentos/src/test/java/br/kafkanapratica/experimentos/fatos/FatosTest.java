package br.kafkanapratica.experimentos.fatos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FatosTest {

    private static final Instant INICIO = Instant.parse("2026-11-27T12:00:00Z");

    /** Um relógio que se atrasou no meio não desfaz a ordem em que se viu. */
    @Test
    void depoisEOQueSeViuDepoisENaoOQueORelogioDiz() {
        var antes = momento(60);
        var atrasado = momento(10);
        var fatos = new Fatos(INICIO, List.of(), List.of(momento(5), antes, atrasado), Set.of(), List.of());

        assertThat(fatos.depois(antes, momento -> true)).containsSame(atrasado);
        assertThat(fatos.depois(atrasado, momento -> true)).isEmpty();
    }

    private static Momento momento(int segundo) {
        return new Momento(
                INICIO.plusSeconds(segundo),
                true,
                Map.of(),
                Map.of(),
                Servico.FORA,
                Servico.FORA,
                "",
                Momento.Cluster.DESCONHECIDO);
    }
}
