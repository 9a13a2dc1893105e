package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.saldo.SaldoProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * A thread que lê o tópico enquanto o programa vive e publica a {@link Situacao}. As outras threads só leem.
 *
 * <p>Cada {@link Sessao} lê o log do começo e o segue até deixar de valer (tópico recriado, truncado, com a política
 * errada); então outra começa, com um estado novo: nada do log antigo sobra.
 */
@Component
public final class LeitorDeContas implements SmartLifecycle {

    /** O nome da thread, para quem a procura num thread dump. */
    public static final String THREAD = "leitor-de-contas";

    private static final Logger log = LoggerFactory.getLogger(LeitorDeContas.class);
    private static final Duration ENTRE_PROGRESSOS = Duration.ofSeconds(1);
    private static final Duration PRAZO_FIM = Duration.ofSeconds(10);

    private final ConsumerFactory<byte[], byte[]> consumidores;
    private final KafkaAdmin kafka;
    private final SaldoProperties propriedades;
    private final Clock clock;
    private final CountDownLatch fim = new CountDownLatch(1);
    private final Thread thread = new Thread(this::le, THREAD);
    private final Avisos avisos;

    private volatile Situacao situacao;
    private volatile Instant ultimaVolta;
    private volatile @Nullable Instant semContatoDesde;
    private volatile @Nullable Progresso ultimaReconstrucao;
    private volatile long atraso;

    LeitorDeContas(
            ConsumerFactory<byte[], byte[]> consumidores, KafkaAdmin kafka, SaldoProperties propriedades, Clock clock) {
        this.consumidores = consumidores;
        this.kafka = kafka;
        this.propriedades = propriedades;
        this.clock = clock;
        this.avisos = new Avisos(log, clock);
        this.ultimaVolta = clock.instant();
        this.situacao = new Situacao.Aguardando("O serviço está iniciando.", ultimaVolta);
    }

    public Situacao situacao() {
        return situacao;
    }

    /** Desde quando o broker não responde; vazio se responde. O estado em memória continua valendo. */
    public Optional<Instant> semContatoDesde() {
        return Optional.ofNullable(semContatoDesde);
    }

    /** A última reconstrução completa. */
    public Optional<Progresso> ultimaReconstrucao() {
        return Optional.ofNullable(ultimaReconstrucao);
    }

    /** Quantos offsets faltavam para o fim do log, na última verificação. */
    public long atraso() {
        return atraso;
    }

    /** A thread existe e deu uma volta há pouco. */
    public boolean vivo() {
        return thread.isAlive()
                && ultimaVolta.plus(propriedades.semSinalDeVida()).isAfter(clock.instant());
    }

    @Override
    public void start() {
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

    private void le() {
        try {
            while (!terminando()) {
                leAteDeixarDeValer();
            }
        } catch (Throwable erro) { // até OutOfMemoryError: sem leitor o serviço não está vivo, e tem de dizê-lo
            if (!terminando()) {
                situacao = new Situacao.Falhou("O leitor do tópico morreu: " + erro, clock.instant());
                log.error("O leitor do tópico {} morreu; reinicie o serviço.", propriedades.topico(), erro);
            }
        }
    }

    private void leAteDeixarDeValer() throws InterruptedException {
        try (var admin = Admin.create(kafka.getConfigurationProperties())) {
            var vigia = new Vigia(admin, propriedades.topico(), propriedades.verificacao());
            var topico = esperaTopico(vigia);
            if (topico != null) {
                try (var consumidor = consumidores.createConsumer();
                        var sessao = new Sessao(consumidor, topico)) {
                    segue(sessao, vigia);
                }
            }
        } catch (OffsetOutOfRangeException e) {
            aguarda("O log do tópico foi truncado: começo de novo.");
        } catch (ApiException e) {
            aguarda("O Kafka recusou o pedido: " + e.getMessage()); // sem permissão, por exemplo: pode passar
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof ConfigException configuracao)) {
                throw e;
            }
            log.debug("Nome sem endereço?", configuracao);
            aguarda(Motivo.semContato(servidores()));
        }
    }

    private Observacao.@Nullable Topico esperaTopico(Vigia vigia) throws InterruptedException {
        while (!terminando()) {
            ultimaVolta = clock.instant();
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
            ultimaVolta = clock.instant();
            sessao.avanca();
            if (situacao instanceof Situacao.Reconstruindo) {
                publica(sessao);
                if (!clock.instant().isBefore(proximoProgresso) && !sessao.emDia()) {
                    log.info("Reconstruindo: {}", sessao.progresso());
                    proximoProgresso = proximoProgresso.plus(ENTRE_PROGRESSOS);
                }
            }
            var novidade = vigia.novidade();
            if (novidade.isPresent() && !continuaValendo(sessao, novidade.get())) {
                return;
            }
        }
    }

    private void publica(Sessao sessao) {
        var progresso = sessao.progresso();
        if (!sessao.emDia()) {
            situacao = new Situacao.Reconstruindo(progresso);
            return;
        }
        var pronto = sessao.pronto();
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
        if (!(observacao instanceof Observacao.Topico topico)) {
            deixaDeServir(motivo(observacao));
            return false;
        }
        if (sessao.invalidadaPor(topico)) {
            deixaDeServir("O tópico %s foi recriado ou truncado: começo de novo.".formatted(propriedades.topico()));
            return false;
        }
        if (sessao.inclui(topico)) {
            log.info("O tópico {} ganhou partições: passo a lê-las também.", propriedades.topico());
        }
        atraso = sessao.compara(topico);
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
            return Motivo.semContato(servidores());
        }
        return observacao instanceof Observacao.PoliticaErrada errada
                ? Motivo.politicaErrada(propriedades.topico(), errada.politica())
                : Motivo.ausente(propriedades.topico());
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

    private String servidores() {
        var servidores = kafka.getConfigurationProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return servidores instanceof Collection<?> varios
                ? varios.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(servidores);
    }

    private boolean terminando() {
        return fim.getCount() == 0;
    }
}
