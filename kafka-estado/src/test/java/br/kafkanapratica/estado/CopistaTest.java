package br.kafkanapratica.estado;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.estado.compacto.Codec;
import br.kafkanapratica.estado.compacto.Compacto;
import br.kafkanapratica.estado.compacto.Cursor;
import br.kafkanapratica.estado.compacto.Rascunho;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quem escreve a cópia, e quando não a escreve. */
class CopistaTest {

    @TempDir
    Path pasta;

    private final LogDeMentira log = new LogDeMentira(1);
    private Duration intervalo = Duration.ofMinutes(5);

    private static final class Texto implements Codec<String> {
        @Override
        public String formato() {
            return "texto/1";
        }

        @Override
        public String interpreta(String chave, byte[] valor) {
            return new String(valor, UTF_8);
        }

        @Override
        public int grava(String valor, Rascunho saida) {
            saida.texto(valor.getBytes(UTF_8));
            return 0;
        }

        @Override
        public String le(String chave, int marcas, Cursor entrada) {
            return new String(entrada.texto(), UTF_8);
        }
    }

    private LogSeguido<Compacto<String>> comCopia(Supplier<Observador> observadores) {
        var leitor = new LogSeguido<Compacto<String>>(
                LogDeMentira.TOPICO,
                "localhost:1",
                log,
                observadores,
                () -> new Compacto<>(Texto::new, 1),
                AjustesDoLog.padrao()
                        .comVerificacao(Duration.ofMillis(50))
                        .comCopia(new AjustesDaCopia(pasta, intervalo)));
        leitor.inicia();
        return leitor;
    }

    @Test
    void escreveAoFicarPronto() {
        log.escreve(0, "c");
        try (var leitor = comCopia(log::observador)) {
            await().until(() -> Files.exists(pasta.resolve("contas.copia")));
        }
    }

    @Test
    void aQueNaoSeEscreveEDitaAteSeEscreverUma() throws Exception {
        var noLugar = Files.createDirectories(pasta.resolve("contas.copia/x"));
        intervalo = Duration.ofMillis(50);
        log.escreve(0, "c");
        try (var leitor = comCopia(log::observador)) {
            await().until(() -> leitor.copiaNaoEscrita().isPresent());
            assertThat(leitor.pronto()).isPresent();
            Files.delete(noLugar);
            Files.delete(noLugar.getParent());
            await().until(() -> leitor.copiaNaoEscrita().isEmpty());
            assertThat(noLugar.getParent()).isRegularFile();
        }
    }

    @Test
    void semATravaNaoEscreveNemAoTerminar() throws Exception {
        log.escreve(0, "c");
        try (var dono = comCopia(log::observador)) {
            await().until(() -> Files.exists(pasta.resolve("contas.copia")));
            Files.delete(pasta.resolve("contas.copia"));
            try (var outro = comCopia(log::observador)) {
                await().until(() -> outro.pronto().isPresent());
            }
            assertThat(pasta.resolve("contas.copia")).doesNotExist();
        }
    }

    @Test
    void terminarSemEstadoNaoEspera() {
        var leitor = comCopia(() -> new Observador() {
            @Override
            public CompletableFuture<Observacao> observa() {
                return CompletableFuture.completedFuture(new Observacao.SemContato("fora do ar"));
            }

            @Override
            public void close() {}
        });
        await().until(() -> leitor.situacao() instanceof Situacao.Aguardando<?> a
                && a.motivo().contains("Kafka"));
        long comecou = System.nanoTime();
        leitor.close();
        assertThat(Duration.ofNanos(System.nanoTime() - comecou)).isLessThan(Duration.ofSeconds(5));
    }
}
