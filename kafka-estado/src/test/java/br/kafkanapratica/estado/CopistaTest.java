package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.estado.compacto.Compacto;
import br.kafkanapratica.estado.copia.Blocos;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Quem escreve a cópia, e quando não a escreve. */
class CopistaTest {

    @TempDir
    Path pasta;

    private final LogDeMentira log = new LogDeMentira(1);
    private Duration intervalo = Duration.ofMinutes(5);

    private final AtomicInteger observacoes = new AtomicInteger();

    private LogSeguido<Compacto<String>> comCopia(Supplier<Observador> observadores, Pulo... pulos) {
        var leitor = new LogSeguido<Compacto<String>>(
                LogDeMentira.TOPICO,
                "localhost:1",
                log,
                observadores,
                () -> new Compacto<>(() -> new CopiaLocalTest.Texto("texto/1"), 1),
                AjustesDoLog.padrao()
                        .comVerificacao(Duration.ofMillis(50))
                        .comPulos(List.of(pulos))
                        .comCopia(new AjustesDaCopia(pasta, intervalo)),
                Relogio.doSistema());
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

    /** O Kafka deixou de responder antes de se ver o estado em dia: nenhuma se escreve, e ninguém o saberia. */
    @Test
    void aQueNaoHaDeQueSeFazerTambemEDita() {
        intervalo = Duration.ofMillis(50);
        log.escreve(0, "c");
        try (var leitor = comCopia(() -> () -> CompletableFuture.completedFuture(
                observacoes.getAndIncrement() == 0 ? log.observa() : new Observacao.SemContato("fora do ar")))) {
            await().until(() -> leitor.pronto().isPresent());
            await().until(() ->
                    leitor.copiaNaoEscrita().orElse("").equals("ainda não se viu o estado em dia com o tópico"));
        }
    }

    /** Recuperado o disco do broker, quem partisse dela nunca os leria. */
    @Test
    void deUmEstadoSemOsTrechosPuladosNaoSeEscreve_eOutraLeituraDoLogOsEsquece() {
        log.escreve(0, "c");
        log.escreve(0, "d");
        log.danifica(0, 0);
        intervalo = Duration.ofMillis(20);
        try (var leitor = comCopia(log::observador, new Pulo(0, 0, 0))) {
            await().until(() -> leitor.pronto().isPresent());
            assertThat(leitor.pulados()).containsExactly("0:0-0");
            await().until(() -> leitor.copiaNaoEscrita().orElse("").contains("os trechos pulados [0:0-0]"));
            assertThat(pasta.resolve("contas.copia")).doesNotExist();
            log.conserta();
            log.recria();
            log.escreve(0, "e");
            await().until(() -> Files.exists(pasta.resolve("contas.copia")));
            assertThat(leitor.pulados()).isEmpty();
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

    /** Numa atualização sem parada, o novo começa antes de o antigo acabar. */
    @Test
    void quandoQuemAEscreviaAcabaPassaAEscrevela_eSoODizUmaVez() throws Exception {
        log.escreve(0, "c");
        var ditos = new ListAppender<ILoggingEvent>();
        ditos.start();
        var daCopia = (Logger) LoggerFactory.getLogger(CopiaLocal.class);
        var antigo = comCopia(log::observador);
        await().until(() -> Files.exists(pasta.resolve("contas.copia")));
        intervalo = Duration.ofMillis(20);
        daCopia.addAppender(ditos);
        try (var novo = comCopia(log::observador)) {
            assertThat(novo.copiaNaoEscrita())
                    .hasValueSatisfying(
                            motivo -> assertThat(motivo).isEqualTo("outro processo escreve a cópia local em " + pasta));
            await().until(() -> novo.pronto().isPresent());
            antigo.close();
            await().until(() -> novo.copiaNaoEscrita().isEmpty());
            Files.deleteIfExists(pasta.resolve("contas.copia"));
            log.escreve(0, "d");
            await().until(() -> Files.exists(pasta.resolve("contas.copia")));
        } finally {
            daCopia.detachAppender(ditos);
            antigo.close();
        }
        assertThat(ditos.list)
                .filteredOn(dito -> dito.getLevel() == Level.WARN)
                .singleElement()
                .asString()
                .contains("outro processo escreve a cópia local");
    }

    @Test
    void terminarSemEstadoNaoEspera() {
        var leitor = comCopia(() -> () -> CompletableFuture.completedFuture(new Observacao.SemContato("fora do ar")));
        await().until(() -> leitor.situacao() instanceof Situacao.Aguardando<?> a
                && a.motivo().contains("Kafka"));
        long comecou = System.nanoTime();
        leitor.close();
        assertThat(Duration.ofNanos(System.nanoTime() - comecou)).isLessThan(Duration.ofSeconds(5));
    }

    /** Sem broker não se confirma que a cópia é deste log: esperar por ele seria passar do prazo de quem manda parar. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void terminarSemOBrokerNaoEspera_eDizQueNaoEscreveu(boolean jaSeSabe) {
        var foraDoAr = new AtomicBoolean();
        log.escreve(0, "c");
        var leitor = comCopia(() -> () -> CompletableFuture.completedFuture(
                foraDoAr.get() ? new Observacao.SemContato("fora do ar") : log.observa()));
        await().until(() -> Files.exists(pasta.resolve("contas.copia")));
        log.escreve(0, "d"); // o que há para guardar
        await().until(() -> leitor.pronto().orElseThrow().totalDeValidos() == 2);
        foraDoAr.set(true);
        if (jaSeSabe) {
            await().until(() -> leitor.semContatoDesde().isPresent());
        }
        var ditos = new ListAppender<ILoggingEvent>();
        ditos.start();
        var doCopista = (Logger) LoggerFactory.getLogger(Copista.class);
        doCopista.addAppender(ditos);
        long comecou = System.nanoTime();
        leitor.close();
        doCopista.detachAppender(ditos);
        assertThat(Duration.ofNanos(System.nanoTime() - comecou)).isLessThan(Duration.ofSeconds(10));
        assertThat(ditos.list)
                .filteredOn(dito -> dito.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains(
                        "Termino sem escrever a última cópia local (o Kafka não responde, ou não deixa conferir o tópico)");
    }

    /** Um estado cuja cópia não acaba enquanto não se deixa. */
    private static final class QueDemora implements Copiavel {
        static final CountDownLatch COMECOU = new CountDownLatch(1);
        static final CountDownLatch PODE_ACABAR = new CountDownLatch(1);

        @Override
        public void aplica(Lido lido) {}

        @Override
        public String resumo() {
            return "";
        }

        @Override
        public String formato() {
            return "que-demora/1";
        }

        @Override
        public long impressao() {
            return 0;
        }

        @Override
        public long copia(Blocos saida) {
            COMECOU.countDown();
            while (PODE_ACABAR.getCount() > 0) {
                LockSupport.parkNanos(1_000_000); // nem interrompida acaba
            }
            return 0;
        }

        @Override
        public void recebe(byte[] bloco, int tamanho) {}
    }

    @Test
    void enquantoAindaPodeEscreverATravaFica() throws Exception {
        log.escreve(0, "c");
        var leitor = new LogSeguido<>(
                LogDeMentira.TOPICO,
                "localhost:1",
                log,
                log::observador,
                QueDemora::new,
                AjustesDoLog.padrao()
                        .comVerificacao(Duration.ofMillis(50))
                        .comCopia(new AjustesDaCopia(pasta, intervalo)),
                Relogio.doSistema());
        leitor.inicia();
        QueDemora.COMECOU.await();
        Thread.currentThread().interrupt(); // quem manda parar não espera mais
        leitor.close();
        assertThat(Thread.interrupted()).isTrue();
        try (var outra = new CopiaLocal<>(
                AjustesDaCopia.em(pasta), LogDeMentira.TOPICO, QueDemora::new, new Linhagem(log), Clock.systemUTC())) {
            assertThat(outra.trava()).isFalse();
        } finally {
            QueDemora.PODE_ACABAR.countDown();
        }
    }
}
