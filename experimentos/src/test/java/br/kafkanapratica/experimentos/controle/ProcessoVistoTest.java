package br.kafkanapratica.experimentos.controle;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.controle.ProcessoVisto.Estado;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessoVistoTest {

    private static final Instant DESDE = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void vaiEVoltaNumaLinhaMesmoComTabsNoMotivo() {
        var certo = new ProcessoVisto(
                "estoque-service-2",
                "estoque-service",
                10,
                Estado.NO_AR,
                DESDE,
                null,
                false,
                "10s",
                0,
                new ProcessoVisto.Trabalho("a-1", DESDE));
        assertThat(ProcessoVisto.daLinha(certo.linha())).contains(certo);
        var morto = new ProcessoVisto("contas-delete", "", 11, Estado.TERMINADO, DESDE, "a\tb", true, null, 5002, null);
        assertThat(ProcessoVisto.daLinha(morto.linha()))
                .contains(new ProcessoVisto(
                        "contas-delete", "", 11, Estado.TERMINADO, DESDE, "a b", true, null, 5002, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\tb",
                "a\tb\tx\tno-ar\t2026-11-27T12:00:00Z\tcerto\t-\t0\t-\t-\t-",
                "a\tb\t1\tvoando\tontem\tcerto\t-\t0\t-\t-\t-"
            })
    void aLinhaDeOutraVersaoNaoDerrubaNinguem(String linha) {
        assertThat(ProcessoVisto.daLinha(linha)).isEmpty();
    }
}
