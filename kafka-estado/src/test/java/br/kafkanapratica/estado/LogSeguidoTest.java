package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.estado.spring.SaudeDoLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Nada do que a leitura lance acaba com a thread: diz por quê, espera e começa de novo. */
@ExtendWith(OutputCaptureExtension.class)
class LogSeguidoTest {

    private final LogDeMentira log = new LogDeMentira(1);
    private final AtomicReference<Observacao> visto = new AtomicReference<>();
    /** Quantas vezes ainda se vê o que se mandou ver. */
    private final AtomicInteger vezes = new AtomicInteger(Integer.MAX_VALUE);

    private Duration verificacao = Duration.ofMillis(50);
    private Relogio relogio = Relogio.doSistema();

    @AutoClose
    private LogSeguido<EmMapa<String>> leitor;

    static List<Throwable> erros() {
        return List.of(
                new NullPointerException("x"),
                new IllegalStateException("Unexpected error code 99"),
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/github/luben/zstd/Zstd"));
    }

    @ParameterizedTest
    @MethodSource("erros")
    void oQueQuerQueAConexaoLanceEDitoEPassa(Throwable erro) {
        log.escreve(0, "1");
        var falha = new AtomicBoolean(true);
        inicia(
                (modo, particoes) -> {
                    if (falha.get()) {
                        throw LogSeguidoTest.<RuntimeException>lanca(erro);
                    }
                    return log.abre(modo, particoes);
                },
                log::observador);

        await().until(() -> leitor.situacao() instanceof Situacao.Falhou<?> falhou
                && (falhou.motivo().contains(erro.toString()) || falhou.motivo().contains("A memória não basta")));
        assertThat(leitor.semVida()).isEmpty();
        falha.set(false);
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
    }

    @Test
    void oQueQuerQueOObservadorLanceTambem() {
        log.escreve(0, "1");
        var vezes = new AtomicInteger();
        inicia(log, () -> () -> {
            return switch (vezes.getAndIncrement()) {
                case 0 -> throw new OutOfMemoryError("Java heap space");
                case 1 -> CompletableFuture.failedFuture(new IllegalStateException("quebrou"));
                default -> CompletableFuture.completedFuture(log.observa());
            };
        });

        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
        assertThat(vezes).hasValueGreaterThan(2);
    }

    @Test
    void umaInterrupcaoQueNaoEOFimTambemPassa() {
        log.escreve(0, "1");
        inicia(log, log::observador);
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
        thread().interrupt();
        await().until(() -> leitor.semVida().isEmpty() && leitor.situacao() instanceof Situacao.Pronto);
        assertThat(thread().isAlive()).isTrue();
    }

    @Test
    void umLogQueVoltaAtrasEReconstruido_semEsperarPeloFimAntigo() {
        for (int i = 0; i < 20; i++) {
            log.escreve(0, "c" + i);
        }
        log.mudo = true;
        inicia(log, log::observador);
        await().until(() -> leitor.situacao() instanceof Situacao.Reconstruindo);
        log.voltaAtras(0, 10);
        log.mudo = false;
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto<EmMapa<String>> pronto
                && pronto.projecao().totalDeValidos() == 10);
    }

    @Test
    void prontoContinuaProntoComUmTrechoIlegivel_eDizOQueNaoAnda() {
        ficaPronto(log::observador);
        log.danifica(0, 1);
        log.escreve(0, "c1");
        await().until(() -> !leitor.impedimentos().isEmpty());
        assertThat(leitor.situacao()).isInstanceOf(Situacao.Pronto.class);
        assertThat(leitor.impedimentos().get(0).offset()).isEqualTo(1);
    }

    static List<Observacao> semConferir() {
        return List.of(
                new Observacao.SemPermissao("DescribeConfigs", "negada"), new Observacao.SemLider(List.of(2, 5)));
    }

    @ParameterizedTest
    @MethodSource("semConferir")
    void prontoSemPoderConferirOTopicoContinuaProntoEDizPorQue(Observacao outra) {
        ficaPronto(this::observador);
        assertThat(leitor.semVerificacao()).isEmpty();

        visto.set(outra);
        await().until(() -> leitor.semVerificacao().isPresent());
        assertThat(leitor.semVerificacao().get())
                .containsPattern("Falta a permissão DescribeConfigs|Nenhum broker no ar .* contas, .*: 2, 5\\. Suba");
        assertThat(leitor.semContatoDesde()).isEmpty();
        assertThat(leitor.situacao()).isInstanceOf(Situacao.Pronto.class);
        assertThat(new SaudeDoLog<>(leitor, estado -> Map.of()).health().getDetails())
                .containsKey("sem_verificacao");

        visto.set(null);
        await().until(() -> leitor.semVerificacao().isEmpty());
    }

    /** Se o estado deixa de valer, o que não deixava conferi-lo já não é notícia: diz-se por que se espera. */
    @Test
    void oQueNaoDeixavaConferirNaoFicaDitoDepoisDeOEstadoAcabar() {
        ficaPronto(this::observador);
        visto.set(new Observacao.SemPermissao("DescribeConfigs", "negada"));
        await().until(() -> leitor.semVerificacao().isPresent());
        log.recusa = new IllegalStateException("a leitura quebrou");
        await().until(() -> leitor.pronto().isEmpty());
        visto.set(new Observacao.Ausente());
        await().until(() -> leitor.situacao() instanceof Situacao.Aguardando<?> aguardando
                && aguardando.motivo().contains("não existe"));
        assertThat(leitor.semVerificacao()).isEmpty();
    }

    /** Quem dá as credenciais caiu, e o broker pede que se repitam: o que se leu continua valendo. */
    @Test
    void quemJaNaoEReconhecidoContinuaRespondendoComOQueTem() {
        ficaPronto(log::observador);
        var pronto = leitor.situacao();
        log.recusa = new SaslAuthenticationException("expirou");
        await().until(() -> leitor.semVerificacao().isPresent());
        await().during(Duration.ofMillis(300)) // ainda que quem confere o possa
                .until(() -> leitor.semVerificacao().orElse("").contains("SaslAuthenticationException: expirou"));
        log.escreve(0, "c1");
        log.recusa = null;
        await().until(() -> leitor.pronto().orElseThrow().totalDeValidos() == 2
                && leitor.semVerificacao().isEmpty());
        assertThat(leitor.situacao()).isSameAs(pronto);
    }

    /** Alguém tirou a ACL e a devolveu: enquanto isso, o que se leu continua valendo. */
    @Test
    void quemPerdeAPermissaoDeLerContinuaRespondendoComOQueTem() {
        ficaPronto(log::observador);
        var pronto = leitor.situacao();
        log.recusa = new TopicAuthorizationException(Set.of(LogDeMentira.TOPICO));
        await().until(() -> leitor.semVerificacao().orElse("").contains("Falta a permissão Read no tópico contas"));
        assertThat(leitor.situacao()).isSameAs(pronto);
        log.escreve(0, "c1");
        log.recusa = null;
        await().until(() -> leitor.pronto().orElseThrow().totalDeValidos() == 2
                && leitor.semVerificacao().isEmpty());
        assertThat(leitor.situacao()).isSameAs(pronto);
    }

    /** Quem se reconecta para ser recusado outra vez não recebe nada: isso não é ler, e as remoções vão saindo do log. */
    @Test
    void entreDuasRecusasNaoSeLeu() {
        var mentira = new RelogioDeMentira();
        relogio = mentira.relogio();
        ficaPronto(this::observador);
        var pronto = leitor.situacao();
        for (int vez = 0; vez < 3; vez++) {
            log.recusa = new SaslAuthenticationException("expirou");
            maisDuas(log.recusas::get);
            mentira.passa(Duration.ofHours(10));
            maisDuas(log.recusas::get);
            log.mudo = true;
            log.recusa = null;
            maisDuas(() -> Integer.MAX_VALUE - vezes.get());
        }
        log.mudo = false;
        mentira.passa(verificacao.multipliedBy(6));
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto && leitor.situacao() != pronto);
    }

    private static void maisDuas(IntSupplier vezes) {
        int antes = vezes.getAsInt();
        await().until(() -> vezes.getAsInt() >= antes + 2);
    }

    /** Quem confere pode, e quem lê não: sem pausas cada vez maiores, seriam duas conexões e uma linha no log a cada volta. */
    @Test
    void aRecusaDesdeOInicioNaoSeRepeteSemDescanso() {
        verificacao = Duration.ofMillis(10);
        log.recusa = new TopicAuthorizationException(Set.of(LogDeMentira.TOPICO));
        long comecou = System.nanoTime();
        inicia(log, log::observador);
        await().until(() -> log.recusas.get() >= 8);
        assertThat(Duration.ofNanos(System.nanoTime() - comecou)).isGreaterThan(verificacao.multipliedBy(127));
        log.recusa = null;
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
    }

    static List<RuntimeException> recusas() {
        return List.of(
                new SaslAuthenticationException("expirou"),
                new TopicAuthorizationException(Set.of(LogDeMentira.TOPICO)));
    }

    /** Os registros já vieram: quem não soube a posição de outra partição não os pode perder. */
    @ParameterizedTest
    @MethodSource("recusas")
    void aRecusaDepoisDeLerNaoPerdeOQueSeLeu(RuntimeException recusa) {
        ficaPronto(log::observador);
        var pronto = leitor.situacao();
        log.recusaAPosicao = recusa;
        log.escreve(0, "c1");
        await().until(() -> log.recusaAPosicao == null);
        await().until(() -> leitor.pronto().orElseThrow().totalDeValidos() == 2);
        assertThat(leitor.situacao()).isSameAs(pronto);
    }

    /** Sem isto, o progresso repetia-se a cada segundo, e nada dizia por que não andava. */
    @Test
    void oBrokerQueCaiAMeioDaReconstrucaoEDito(CapturedOutput saida) {
        log.escreve(0, "c0");
        log.mudo = true;
        inicia(log, this::observador);
        await().until(() -> leitor.situacao() instanceof Situacao.Reconstruindo);
        visto.set(new Observacao.SemContato("prazo"));
        await().until(() ->
                saida.getAll().contains("WARN br.kafkanapratica.estado.LogSeguido -- O Kafka não responde"));
        assertThat(leitor.situacao()).isInstanceOf(Situacao.Reconstruindo.class);

        visto.set(null);
        log.mudo = false;
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
    }

    /** Quem responde por último pode ser um broker que ainda não soube das partições novas: o mesmo tópico nunca as perde. */
    @Test
    void aRespostaAtrasadaDeOutroBrokerNaoAcabaComOEstado() {
        verificacao = Duration.ofMillis(10);
        ficaPronto(this::observador);
        var pronto = leitor.situacao();
        var atrasada = log.observa();
        log.cria(1);
        log.escreve(1, "c1");
        await().until(() -> leitor.pronto().orElseThrow().totalDeValidos() == 2);
        vezes.set(0);
        visto.set(atrasada);
        vezes.set(2);
        await().until(() -> vezes.get() < 0);
        await().during(Duration.ofMillis(300)).until(() -> leitor.situacao() == pronto);

        vezes.set(Integer.MAX_VALUE); // sempre: o broker voltou de uma cópia
        await().until(() -> leitor.situacao() != pronto);
    }

    /** Sem a época, um log que perdesse o fim e crescesse de novo seria lido a meio, sem se notar. */
    @Test
    void oConsumidorSeguinteRecomecaComAEpocaDoQueSeLeu() {
        var parado = new RelogioDeMentira();
        relogio = parado.relogio();
        log.mudaEpoca(0, 7);
        ficaPronto(log::observador);
        log.danifica(0, 1);
        log.escreve(0, "c1");
        await().until(() -> !leitor.impedimentos().isEmpty());
        log.conserta();
        parado.passa(Duration.ofMinutes(1)); // é hora de tentar o trecho
        await().until(() -> leitor.pronto().orElseThrow().totalDeValidos() == 2);
        assertThat(log.retomadas).anySatisfy(onde -> {
            assertThat(onde.offset()).isEqualTo(1);
            assertThat(onde.leaderEpoch()).contains(7);
        });
    }

    @Test
    void semAThreadOuSemVoltasNaoEstaVivo() {
        var preso = new AtomicReference<CompletableFuture<Observacao>>(new CompletableFuture<>());
        inicia(log, () -> () -> preso.get(), Duration.ofMillis(200));
        await().until(() -> leitor.semVida().isPresent());
        preso.get().complete(log.observa());
        await().until(() -> leitor.semVida().isEmpty());

        leitor.close();
        assertThat(leitor.semVida())
                .hasValueSatisfying(motivo -> assertThat(motivo).contains("acabou"));
    }

    /** Um container que parou leva consigo o nome: nada novo se abre, e o que está na memória continua respondendo. */
    @Test
    void semEnderecoContinuaRespondendoComOQueTem() {
        log.escreve(0, "1");
        var semEndereco = new AtomicBoolean();
        var tentativas = new AtomicInteger();
        inicia(log, () -> {
            if (semEndereco.get()) {
                tentativas.incrementAndGet();
                throw new KafkaException(
                        "Failed to create",
                        new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));
            }
            return () -> CompletableFuture.completedFuture(
                    semEndereco.get() ? new Observacao.SemContato("fora do ar") : log.observa());
        });
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
        var pronto = leitor.situacao();
        semEndereco.set(true);
        await().until(() -> tentativas.get() >= 2);
        assertThat(leitor.situacao()).isSameAs(pronto);
        assertThat(leitor.semContatoDesde()).isPresent();

        semEndereco.set(false);
        await().until(() -> leitor.semContatoDesde().isEmpty());
        assertThat(leitor.situacao()).isSameAs(pronto);
    }

    @Test
    void umNomeSemEnderecoEEsperado() {
        leitor = comAdminDeVerdade("nome-que-nao-existe.invalid:9092", Map.of());
        await().until(() -> leitor.situacao() instanceof Situacao.Aguardando<?> aguardando
                && aguardando.motivo().contains("O Kafka não responde em nome-que-nao-existe.invalid:9092"));
    }

    /** Conferir o endereço não adiantaria nada. */
    @Test
    void outroAjusteQueOKafkaRecusaEDito() {
        leitor =
                comAdminDeVerdade("localhost:1", Map.of("request.timeout.ms", 30_000, "default.api.timeout.ms", 3_000));
        await().until(() -> leitor.situacao() instanceof Situacao.Falhou<?> falhou
                && falhou.motivo().contains("default.api.timeout.ms must be no smaller than"));
    }

    @Test
    void semPermissaoDeLerDizQualFaltaEComoDaLa() {
        log.escreve(0, "1");
        inicia(
                (modo, particoes) -> {
                    throw new TopicAuthorizationException(Set.of(LogDeMentira.TOPICO));
                },
                log::observador);
        await().until(() -> leitor.situacao() instanceof Situacao.Aguardando<?> aguardando
                && aguardando.motivo().contains("Falta a permissão Read no tópico contas")
                && aguardando.motivo().contains(" --operation Read --operation Describe --operation DescribeConfigs "));
    }

    private static LogSeguido<EmMapa<String>> comAdminDeVerdade(String servidores, Map<String, ?> administracao) {
        var ajustes =
                AjustesDoLog.padrao().comVerificacao(Duration.ofMillis(50)).comAdministracao(administracao);
        LogSeguido<EmMapa<String>> leitor = LogSeguido.de(
                LogDeMentira.TOPICO, Map.of("bootstrap.servers", servidores), LogDeMentira::estado, ajustes);
        leitor.inicia();
        return leitor;
    }

    /** Com {@code verificacao} maior do que o prazo do sinal de vida, quem opera mataria um serviço que só espera o tópico. */
    @Test
    void aPausaEntreDuasVerificacoesNaoEFaltaDeVida() {
        leitor = new LogSeguido<>(
                LogDeMentira.TOPICO,
                "localhost:1",
                log,
                () -> () -> CompletableFuture.completedFuture(new Observacao.Ausente()),
                LogDeMentira::estado,
                AjustesDoLog.padrao().comVerificacao(Duration.ofMinutes(1)).comSemSinalDeVida(Duration.ofMillis(900)),
                Relogio.doSistema());
        leitor.inicia();
        await().until(() -> leitor.situacao() instanceof Situacao.Aguardando<?> aguardando
                && aguardando.motivo().contains("não existe"));
        await().during(Duration.ofMillis(1_300))
                .atMost(Duration.ofSeconds(10))
                .until(() -> leitor.semVida().isEmpty());
    }

    /** Quem pergunta não fica à espera de quem já não responde. */
    @Test
    void fechadoOuDesligadoCancelaOQueSePergunta() {
        log.escreve(0, "1");
        inicia(log, log::observador);
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
        assertThat(leitor.noInstante((estado, posicoes) -> posicoes))
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo(Map.of(0, 1L));
        leitor.close();
        var depois = leitor.noInstante((estado, posicoes) -> posicoes);
        await().until(depois::isCancelled);
        assertThat(leitor.pronto()).as("o que já não se segue").isEmpty();

        var outro = LogSeguido.de("t", Map.of("bootstrap.servers", "localhost:1"), LogDeMentira::estado);
        var antes = outro.noInstante((estado, posicoes) -> posicoes);
        outro.desliga("de propósito");
        await().until(antes::isCancelled);
        var desligado = outro.noInstante((estado, posicoes) -> posicoes);
        await().until(desligado::isCancelled);
    }

    /** Na thread que lê, o que espera por outra resposta nunca a teria. */
    @Test
    void oQueSeEncadeiaAUmaRespostaPodePerguntarDeNovo() {
        ficaPronto(log::observador);
        var encadeado = new CountDownLatch(1);
        var resposta = leitor.noInstante((estado, posicoes) -> {
            espera(encadeado);
            return posicoes;
        });
        var outra = resposta.thenApply(
                antes -> leitor.noInstante((estado, posicoes) -> posicoes).join());
        encadeado.countDown();
        assertThat(outra).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Map.of(0, 1L));
    }

    private static void espera(CountDownLatch sinal) {
        try {
            sinal.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Com um cliente, c0. */
    private void ficaPronto(Supplier<Observador> observadores) {
        log.escreve(0, "c0");
        inicia(log, observadores);
        await().until(() -> leitor.situacao() instanceof Situacao.Pronto);
    }

    /** Vê o log, ou o que se lhe mandou ver. */
    private Observador observador() {
        return () -> {
            var outra = vezes.getAndDecrement() > 0 ? visto.get() : null;
            return CompletableFuture.completedFuture(outra == null ? log.observa() : outra);
        };
    }

    private void inicia(Consumidores consumidores, Supplier<Observador> observadores) {
        inicia(consumidores, observadores, Duration.ofSeconds(60));
    }

    private void inicia(Consumidores consumidores, Supplier<Observador> observadores, Duration semSinalDeVida) {
        var padrao = AjustesDoLog.padrao();
        var ajustes = new AjustesDoLog(
                verificacao, semSinalDeVida, List.of(), Map.of(), padrao.conselhos(), padrao.consumidores(), null);
        leitor = new LogSeguido<>(
                LogDeMentira.TOPICO, "localhost:1", consumidores, observadores, LogDeMentira::estado, ajustes, relogio);
        leitor.inicia();
    }

    private static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("leitor-de-contas"))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E lanca(Throwable erro) throws E {
        throw (E) erro;
    }
}
