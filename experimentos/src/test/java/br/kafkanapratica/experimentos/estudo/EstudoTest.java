package br.kafkanapratica.experimentos.estudo;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.curso.Curso;
import br.kafkanapratica.experimentos.fatos.Coletor;
import br.kafkanapratica.experimentos.fatos.Fatos;
import br.kafkanapratica.experimentos.fatos.Laboratorio;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstudoTest {

    private static final Instant INICIO = Instant.parse("2026-11-27T12:00:00Z");

    /** Sem Kafka nem serviço: o que se vê, o teste diz. */
    private static final Coletor.Fontes FONTES = new Coletor.Fontes(
            Map.of("bootstrap.servers", "localhost:1"), URI.create("http://localhost:1"), Laboratorio.NENHUM);

    private static final Fatos NADA = new Fatos(INICIO, List.of(), List.of(), Set.of(), List.of());

    @TempDir
    private Path pasta;

    private final Relogio relogio = new Relogio();

    private static final class Relogio extends Clock {

        private volatile Instant agora = INICIO;

        @Override
        public Instant instant() {
            return agora;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zona) {
            return this;
        }
    }

    private Estudo comeca(String qual) {
        return Estudo.comeca(
                Curso.experimento(qual).orElseThrow(),
                "a",
                new Caderno(pasta.resolve("caderno.json")),
                FONTES,
                relogio);
    }

    private void passa(Duration quanto) {
        relogio.agora = relogio.agora.plus(quanto);
    }

    @Test
    void deixaDeOlharSeNinguemPergunta() {
        try (var estudo = comeca("remocao")) {
            passa(Duration.ofMinutes(9));
            estudo.folha();
            passa(Duration.ofMinutes(9));
            estudo.confere(NADA);
            assertThat(estudo.observando()).isTrue();

            passa(Duration.ofMinutes(2));
            estudo.confere(NADA);
            assertThat(estudo.observando()).isFalse();
        }
    }

    @Test
    void deixaDeOlharSeOutroComeca() {
        try (var deixado = comeca("remocao")) {
            deixado.confere(NADA);
            assertThat(deixado.faltas()).isNotEmpty().doesNotContainValue(Estudo.INTERROMPIDO);

            passa(Duration.ofMinutes(1));
            try (var outro = comeca("lag-um")) {
                deixado.confere(NADA);
                outro.confere(NADA);
                assertThat(deixado.observando()).isFalse();
                assertThat(deixado.faltas()).isNotEmpty().containsValue(Estudo.INTERROMPIDO);
                assertThat(outro.observando()).isTrue();
            }
        }
    }
}
