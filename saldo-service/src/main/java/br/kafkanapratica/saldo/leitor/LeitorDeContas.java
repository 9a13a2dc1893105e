package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.contratos.Comandos;
import br.kafkanapratica.leitura.SinalDeVida;
import br.kafkanapratica.saldo.SaldoProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * A thread que lê o tópico enquanto o programa vive e publica a {@link Situacao}. As outras threads só leem.
 *
 * <p>Cada {@link Sessao} lê o log do começo e o segue até deixar de valer (tópico recriado, truncado, com a política
 * errada) ou falhar; então outra começa, com um estado novo: nada do log antigo sobra. Só {@link #stop()} acaba com a thread.
 */
@Component
public final class LeitorDeContas implements SmartLifecycle {

    /** O nome da thread, para quem a procura num thread dump. */
    public static final String THREAD = "leitor-de-contas";

    private static final Logger log = LoggerFactory.getLogger(LeitorDeContas.class);
    private static final Duration ENTRE_PROGRESSOS = Duration.ofSeconds(1);
    private static final Duration PRAZO_FIM = Duration.ofSeconds(10);

    /** Depois de uma falha, a pausa dobra até esta; uma sessão que se põe em dia a faz voltar à primeira. */
    private static final Duration MAIOR_PAUSA = Duration.ofSeconds(30);

    private final Consumidores consumidores;
    private final Supplier<Observador> observadores;
    private final String servidores;
    private final SaldoProperties propriedades;
    private final Clock clock;
    private final CountDownLatch fim = new CountDownLatch(1);
    private final Thread thread = new Thread(this::le, THREAD);
    private final SinalDeVida sinal;
    private final Avisos avisos;
    private final Set<String> pulados = new ConcurrentSkipListSet<>();

    private volatile Situacao situacao;
    private volatile List<Impedimento> impedimentos = List.of();
    private volatile @Nullable Instant semContatoDesde;
    private volatile @Nullable Progresso ultimaReconstrucao;
    private volatile long atraso;
    private Duration pausa = Duration.ZERO;
    private long lidosNoUltimoAviso = -1;

    @Autowired
    LeitorDeContas(
            ConsumerFactory<byte[], byte[]> consumidores, KafkaAdmin kafka, SaldoProperties propriedades, Clock clock) {
        this(
                new ConsumidoresDoKafka(consumidores),
                () -> new ObservadorDoKafka(Admin.create(kafka.getConfigurationProperties()), propriedades.topico()),
                servidores(kafka.getConfigurationProperties()),
                propriedades,
                clock);
    }

    LeitorDeContas(
            Consumidores consumidores,
            Supplier<Observador> observadores,
            String servidores,
            SaldoProperties propriedades,
            Clock clock) {
        this.consumidores = consumidores;
        this.observadores = observadores;
        this.servidores = servidores;
        this.propriedades = propriedades;
        this.clock = clock;
        this.sinal =
                new SinalDeVida("A thread que lê o tópico " + propriedades.topico(), propriedades.semSinalDeVida());
        this.avisos = new Avisos(log, clock);
        this.situacao = new Situacao.Aguardando("O serviço está iniciando.", clock.instant());
    }

    public Situacao situacao() {
        return situacao;
    }

    /** Desde quando o broker não responde; vazio se responde. O estado em memória continua valendo. */
    public Optional<Instant> semContatoDesde() {
        return Optional.ofNullable(semContatoDesde);
    }

    /** O que segura alguma partição: trechos que não se leem, transações abertas. */
    public List<Impedimento> impedimentos() {
        return impedimentos;
    }

    /** Os trechos de {@code saldo.pular} que se pularam mesmo. */
    public Set<String> pulados() {
        return pulados;
    }

    /** A última reconstrução completa. */
    public Optional<Progresso> ultimaReconstrucao() {
        return Optional.ofNullable(ultimaReconstrucao);
    }

    /** Quantos offsets faltavam para o fim do log, na última verificação. */
    public long atraso() {
        return atraso;
    }

    /** Por que o leitor não está vivo; vazio se está: a thread existe e deu uma volta há pouco. */
    public Optional<String> semVida() {
        return thread.isAlive() ? sinal.problema() : Optional.of("a thread que lê o tópico acabou");
    }

    @Override
    public void start() {
        if (!propriedades.pular().isEmpty()) {
            log.warn(
                    "Trechos a pular, se não se deixarem ler: {} (saldo.pular). O que estiver neles se perde.",
                    propriedades.pular().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        thread.start();
    }

    @Override
    public void stop() {
        fim.countDown();
        thread.interrupt();
        try {
            thread.join(PRAZO_FIM.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Nada do que o log ou o broker façam acaba com esta thread. */
    private void le() {
        while (!terminando()) {
            try {
                leAteDeixarDeValer();
            } catch (Throwable erro) { // até OutOfMemoryError
                falhou(erro);
            }
        }
    }

    private void falhou(Throwable erro) {
        try {
            if (terminando()) {
                return;
            }
            impedimentos = List.of();
            log.debug("A leitura falhou", erro);
            var outra = pausa.isZero() ? propriedades.verificacao() : pausa.multipliedBy(2);
            pausa = outra.compareTo(MAIOR_PAUSA) < 0 ? outra : MAIOR_PAUSA;
            deixaDeServir(Motivo.falha(erro) + " Começo de novo.");
            fim.await(pausa.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Throwable outro) { // nem memória para o dizer, ou uma interrupção: a volta seguinte dirá
            Thread.yield();
        }
    }

    private void leAteDeixarDeValer() throws InterruptedException {
        try (var vigia = new Vigia(observadores, propriedades.verificacao())) {
            var topico = esperaTopico(vigia);
            if (topico != null) {
                try (var leitura =
                                new LeituraDoLog(consumidores, clock, propriedades.pular(), pulados, topico.inicio());
                        var sessao = new Sessao(leitura, topico, servidores, clock)) {
                    segue(sessao, vigia);
                }
            }
        } catch (LogTruncationException e) {
            aguarda("O log do tópico %s voltou atrás do que já se leu: começo de novo."
                    .formatted(propriedades.topico()));
        } catch (OffsetOutOfRangeException e) {
            aguarda("O log do tópico %s foi truncado: começo de novo.".formatted(propriedades.topico()));
        } catch (ApiException e) {
            aguarda(Motivo.recusa(String.valueOf(e.getMessage()))); // sem permissão, por exemplo: pode passar
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof ConfigException configuracao)) {
                throw e;
            }
            log.debug("Nome sem endereço?", configuracao);
            aguarda(Comandos.para(servidores, Motivo.semContato(servidores)));
        } finally {
            impedimentos = List.of();
        }
    }

    private Observacao.@Nullable Topico esperaTopico(Vigia vigia) throws InterruptedException {
        while (!terminando()) {
            sinal.bate();
            var observacao = vigia.agora();
            anotaContato(observacao);
            if (observacao instanceof Observacao.Topico topico) {
                return topico;
            }
            aguarda(motivo(observacao));
        }
        return null;
    }

    private void segue(Sessao sessao, Vigia vigia) {
        log.info("Reconstruindo estado a partir do tópico...");
        situacao = new Situacao.Reconstruindo(sessao.progresso());
        var proximoProgresso = clock.instant().plus(ENTRE_PROGRESSOS);
        while (!terminando()) {
            sinal.bate();
            sessao.avanca();
            if (situacao instanceof Situacao.Reconstruindo) {
                publica(sessao);
                if (!clock.instant().isBefore(proximoProgresso) && !sessao.emDia()) {
                    proximoProgresso = clock.instant().plus(ENTRE_PROGRESSOS);
                    dizProgresso(sessao);
                }
            }
            var novidade = vigia.novidade();
            if (novidade.isPresent() && !continuaValendo(sessao, novidade.get())) {
                return;
            }
        }
    }

    /** Parado à espera de alguma coisa, que já foi dita, o progresso não é notícia. */
    private void dizProgresso(Sessao sessao) {
        var progresso = sessao.progresso();
        if (progresso.impedimentos().isEmpty() || progresso.registros() != lidosNoUltimoAviso) {
            log.info("Reconstruindo: {}", progresso);
        }
        lidosNoUltimoAviso = progresso.registros();
    }

    private void publica(Sessao sessao) {
        var progresso = sessao.progresso();
        if (!sessao.emDia()) {
            situacao = new Situacao.Reconstruindo(progresso);
            return;
        }
        var pronto = sessao.pronto();
        pausa = Duration.ZERO;
        ultimaReconstrucao = progresso;
        situacao = pronto;
        log.info(
                "Reconstrução finalizada. Número de chaves: {}",
                pronto.contas().totalDeSaldos() + pronto.contas().totalDeCorrompidos());
    }

    /** Reage ao que se viu do tópico; {@code false} se o que a sessão leu já não é o que está no log. */
    private boolean continuaValendo(Sessao sessao, Observacao observacao) {
        anotaContato(observacao);
        if (observacao instanceof Observacao.SemContato) {
            return true;
        }
        if (observacao instanceof Observacao.Recusa) {
            avisos.avisa(motivo(observacao));
            return true;
        }
        if (!(observacao instanceof Observacao.Topico topico)) {
            deixaDeServir(motivo(observacao));
            return false;
        }
        var invalidada = sessao.invalidadaPor(topico);
        if (invalidada.isPresent()) {
            deixaDeServir(invalidada.get());
            return false;
        }
        if (sessao.inclui(topico)) {
            log.info("O tópico {} ganhou partições: passo a lê-las também.", propriedades.topico());
        }
        atraso = sessao.compara(topico);
        impedimentos = sessao.impedimentos();
        return true;
    }

    private void anotaContato(Observacao observacao) {
        if (!(observacao instanceof Observacao.SemContato)) {
            if (semContatoDesde != null) {
                semContatoDesde = null;
                avisos.passou();
                log.info("O Kafka voltou a responder.");
            }
            return;
        }
        if (semContatoDesde == null) {
            semContatoDesde = clock.instant();
        }
        if (situacao instanceof Situacao.Pronto) {
            avisos.avisa(motivo(observacao) + " (continuo respondendo com o que está na memória)");
        }
    }

    private String motivo(Observacao observacao) {
        if (observacao instanceof Observacao.SemContato semContato) {
            log.debug("{}", semContato.erro());
            return Comandos.para(servidores, Motivo.semContato(servidores));
        }
        if (observacao instanceof Observacao.Recusa recusa) {
            return Motivo.recusa(recusa.erro());
        }
        return Comandos.para(
                servidores,
                observacao instanceof Observacao.PoliticaErrada errada
                        ? Motivo.politicaErrada(propriedades.topico(), errada.politica())
                        : Motivo.ausente(propriedades.topico()));
    }

    private void aguarda(String motivo) throws InterruptedException {
        deixaDeServir(motivo);
        fim.await(propriedades.verificacao().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void deixaDeServir(String motivo) {
        if (!(situacao instanceof Situacao.Aguardando anterior
                && anterior.motivo().equals(motivo))) {
            situacao = new Situacao.Aguardando(motivo, clock.instant());
        }
        avisos.avisa(motivo);
    }

    private static String servidores(Map<String, Object> configuracao) {
        var servidores = configuracao.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return servidores instanceof Collection<?> varios
                ? varios.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(servidores);
    }

    private boolean terminando() {
        return fim.getCount() == 0;
    }
}
