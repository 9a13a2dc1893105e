package br.kafkanapratica.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastaTest {

    @TempDir
    private Path raiz;

    @Test
    void soLembraDosVivosNaOrdemEmQueComecaram() throws IOException {
        var pasta = new Pasta(raiz);
        try (var primeiro = cat();
                var segundo = cat();
                var terceiro = cat()) {
            for (var processo : List.of(primeiro, segundo, terceiro)) {
                pasta.anota(processo.nome(), processo.identidade());
            }
            segundo.mata();
            assertThat(new Pasta(raiz).vivos()).containsExactly(primeiro.identidade(), terceiro.identidade());
        }
        assertThat(pasta.vivos()).isEmpty();
    }

    @Test
    void outroProcessoComOMesmoNumeroNaoEOAnotado() throws IOException {
        var pasta = new Pasta(raiz);
        var eu = ProcessHandle.current();
        pasta.anota("lab", eu);
        assertThat(pasta.vivos()).containsExactly(eu);

        var registro = raiz.resolve(".lab/processos");
        var deOutraEpoca = Files.readString(registro).replaceFirst(" \\d+ ", " 946684800000 ");
        Files.writeString(registro, deOutraEpoca);
        assertThat(pasta.vivos()).isEmpty();
    }

    @Test
    void esquecerApagaORegistro() throws IOException {
        var pasta = new Pasta(raiz);
        pasta.anota("lab", ProcessHandle.current());
        pasta.esquece();
        assertThat(pasta.vivos()).isEmpty();
        pasta.esquece(); // não há o que apagar, e não é um erro
    }

    private static Processo cat() {
        return new Programa("cat", List.of("cat"), Map.of(), Path.of("/")).inicia();
    }
}
