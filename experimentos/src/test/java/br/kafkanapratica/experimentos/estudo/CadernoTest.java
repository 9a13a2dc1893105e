package br.kafkanapratica.experimentos.estudo;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.experimentos.Prova;
import br.kafkanapratica.juiz.Lugar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CadernoTest {

    private static final Instant AGORA = Instant.parse("2026-11-27T12:00:00.123Z");

    private static final Instant DEPOIS = AGORA.plusSeconds(60);

    @TempDir
    Path pasta;

    private Caderno caderno() {
        return new Caderno(pasta.resolve("dados/caderno.json"));
    }

    private static Folha.Vista vista(String texto) {
        return new Folha.Vista(texto, new Prova(AGORA, "o pedido é \"1\"", List.of(new Lugar("novos_pedidos", 2, 7))));
    }

    @Test
    void oQueSeGuardaEstaLaDepoisDeReiniciar() {
        var folha = Folha.nova("ordem", "b", AGORA).com(List.of(vista("uma"), vista("outra")), AGORA);
        caderno().comeca(folha);
        caderno().comeca(Folha.nova("remocao", "a", AGORA));

        assertThat(caderno().folha("ordem")).contains(folha);
        assertThat(caderno().folhas()).extracting(Folha::experimento).containsExactly("ordem", "remocao");
    }

    /** Uma carga no meio de um experimento: o caderno se lê a cada volta. */
    @Test
    void deMuitosLugaresGuardamSeOsPrimeirosEQuantosSao() throws IOException {
        var lugares = LongStream.range(0, 20_000)
                .mapToObj(offset -> new Lugar("novos_pedidos", 0, offset))
                .toList();
        var vista = new Folha.Vista("uma", new Prova(AGORA, "muitos", lugares));
        var folha = Folha.nova("ordem", "b", AGORA).com(List.of(vista), null);
        caderno().comeca(folha);

        assertThat(caderno().folha("ordem")).contains(folha);
        assertThat(folha.vistas().get(0).prova().onde()).isEqualTo("novos_pedidos, partição 0, offset 0, e mais 19999");
        assertThat(pasta.resolve("dados/caderno.json").toFile().length()).isLessThan(10_000);
    }

    @Test
    void umCadernoDeAntesQueNaoDizQuantosSeLe() throws IOException {
        Files.createDirectories(pasta.resolve("dados"));
        Files.writeString(pasta.resolve("dados/caderno.json"), """
                {"folhas": [{
                  "experimento": "ordem", "previsao": "b", "inicio": "2026-11-27T12:00:00.123Z", "terminou": null,
                  "vistas": [{"verificacao": "uma", "prova": {
                    "quando": "2026-11-27T12:00:00.123Z", "texto": "dois",
                    "lugares": [
                      {"topico": "novos_pedidos", "particao": 2, "offset": 7},
                      {"topico": "novos_pedidos", "particao": 2, "offset": 8}]}}]
                }]}
                """);

        assertThat(caderno()
                        .folha("ordem")
                        .orElseThrow()
                        .prova("uma")
                        .orElseThrow()
                        .onde())
                .isEqualTo("novos_pedidos, partição 2, offset 7, e mais 1");
    }

    @Test
    void daMesmaPassagemJuntamSeAsVistas() {
        var folha = Folha.nova("ordem", "b", AGORA);
        caderno().comeca(folha);
        caderno().guarda(folha.com(List.of(vista("uma")), null));
        caderno().guarda(folha.com(List.of(vista("outra")), null));

        assertThat(caderno().folha("ordem").orElseThrow().vistas())
                .extracting(Folha.Vista::verificacao)
                .containsExactlyInAnyOrder("uma", "outra");
    }

    @Test
    void umaPassagemNovaTomaOLugarDaAnterior() {
        var primeira = Folha.nova("ordem", "b", AGORA);
        var segunda = Folha.nova("ordem", "a", AGORA.minusSeconds(1)); // o relógio foi atrasado
        caderno().comeca(primeira);
        caderno().comeca(segunda);
        caderno().guarda(primeira.com(List.of(vista("uma")), null)); // quem ainda a olhava
        assertThat(caderno().folha("ordem")).contains(segunda);

        caderno().apaga("ordem");
        caderno().guarda(segunda.com(List.of(vista("uma")), null));
        assertThat(caderno().folhas()).isEmpty();
    }

    @Test
    void quemComecaOutroInterrompeOQueFicouPorAcabar() {
        var primeiro = Folha.nova("ordem", "b", AGORA);
        var feito = Folha.nova("remocao", "a", AGORA.minusSeconds(9)).com(List.of(), AGORA);
        caderno().comeca(feito);
        caderno().comeca(primeiro);
        assertThat(caderno().interrompida(primeiro, DEPOIS)).isFalse();

        var outro = Folha.nova("lag-um", "a", AGORA.plusSeconds(5));
        caderno().comeca(outro);
        assertThat(caderno().interrompida(primeiro, DEPOIS)).isTrue();
        assertThat(caderno().interrompida(primeiro, AGORA))
                .as("o relógio foi atrasado")
                .isFalse();
        assertThat(caderno().interrompida(outro, DEPOIS)).isFalse();
        assertThat(caderno().interrompida(feito, DEPOIS)).isFalse();

        caderno().apagaPorAcabar();
        assertThat(caderno().folhas()).containsExactly(feito);
    }

    @Test
    void oQueNaoSeEntendeFicaDeLado() throws IOException {
        for (var estragado : List.of("{", "", "null", "{\"folhas\":null}", "{\"folhas\":[{\"inicio\":3}]}", "[]")) {
            Files.createDirectories(pasta.resolve("dados"));
            Files.writeString(pasta.resolve("dados/caderno.json"), estragado);

            assertThat(caderno().folhas()).as(estragado).isEmpty();
            assertThat(pasta.resolve("dados/caderno.json.estragado")).hasContent(estragado);
            Files.deleteIfExists(pasta.resolve("dados/caderno.json.estragado"));
        }
    }

    @Test
    void doisEscrevemAoMesmoTempoENadaSePerde() {
        var quantos = 40;
        try (var fila = new Fila()) {
            IntStream.range(0, quantos).forEach(i -> fila.faz(() -> caderno().comeca(Folha.nova("e" + i, "a", AGORA))));
        }
        assertThat(caderno().folhas()).hasSize(quantos);
    }

    private record Fila(ExecutorService threads) implements AutoCloseable {
        Fila() {
            this(Executors.newFixedThreadPool(4));
        }

        void faz(Runnable oQue) {
            threads.submit(oQue);
        }

        @Override
        public void close() {
            threads.shutdown();
            try {
                assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
