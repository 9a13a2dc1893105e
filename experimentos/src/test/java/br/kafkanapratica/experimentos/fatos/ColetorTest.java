package br.kafkanapratica.experimentos.fatos;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ColetorTest {

    /** Um endereço que nem se tenta. */
    private static final Coletor.Fontes FONTES = new Coletor.Fontes(
            Map.of("bootstrap.servers", "sem-porta"), URI.create("http://localhost:1"), Laboratorio.NENHUM);

    /** Como a biblioteca nativa de um codec que não carrega: a página ficaria para sempre no que já se tinha visto. */
    @Test
    void umErroDaJvmNaoAcabaComAColeta() throws InterruptedException {
        var voltas = new CountDownLatch(2);
        try (var coletor = new Coletor(Instant.EPOCH, FONTES, Clock.systemUTC(), fatos -> {
            voltas.countDown();
            throw new NoClassDefFoundError("org/xerial/snappy/Snappy");
        })) {
            assertThat(voltas.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
