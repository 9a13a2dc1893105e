package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import br.kafkanapratica.contratos.Comandos;
import br.kafkanapratica.leitura.SinalDeVida;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Inicia os listeners quando os tópicos existem, diz uma vez o que falta ou que o Kafka sumiu, e recomeça, do último offset
 * gravado e cada vez mais devagar, o listener que parou, seja qual for a razão. Nenhuma falha acaba com a ronda.
 */
final class Vigia implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Vigia.class);
    private static final Duration INTERVALO = Duration.ofSeconds(2);
    private static final Duration ENTRE_SONDAS = Duration.ofSeconds(3);
    private static final Duration COM_PRESOS = Duration.ofSeconds(5);
    private static final int SEM_RESPOSTA = 5;
    private static final Duration SILENCIO_DA_RONDA = Duration.ofMinutes(2);
    private static final Duration SILENCIO_DA_SONDA = Duration.ofHours(6); // um trecho longo se sonda offset a offset
    private static final Duration SEM_CONSUMIDOR = Duration.ofSeconds(60);

    private final String rotulo;
    private final KafkaAdmin kafka;
    private final String servidores;
    private final KafkaListenerEndpointRegistry listeners;
    private final Etapa etapa;
    private final Conferencia conferencia;
    private final Particoes particoes;
    private final Impedimentos impedimentos;
    private final Recuo recuo;
    private final Cuidado cuidado;
    private final Trechos trechos;
    private final Escrita escrita;
    private final Andamento andamento;
    private final Duration trabalhoMaximo;
    private final Supplier<Consumer<?, ?>> consumidores;
    private final Avisos avisos;
    private final SinalDeVida sinalDaRonda = new SinalDeVida("a ronda do Vigia", SILENCIO_DA_RONDA);
    private final SinalDeVida sinalDaSonda = new SinalDeVida("a sonda de trechos ilegíveis", SILENCIO_DA_SONDA);
    private final Map<MessageListenerContainer, ScheduledFuture<?>> recomecando = new HashMap<>();
    private @Nullable ScheduledExecutorService ronda;
    private volatile @Nullable Admin admin;
    private int semResposta; // vezes seguidas, na ronda
    private @Nullable EntradaNoGrupo entrada;
    private @Nullable SondaDeTrecho sonda;

    private volatile boolean iniciados;
    private long comConsumidor;

    Vigia(
            String rotulo,
            KafkaAdmin kafka,
            String servidores,
            KafkaListenerEndpointRegistry listeners,
            Etapa etapa,
            Conferencia conferencia,
            Particoes particoes,
            Leitor.Comum comum,
            Recuo recuo,
            Duration trabalhoMaximo,
            Supplier<Consumer<?, ?>> consumidores) {
        this.rotulo = rotulo;
        this.kafka = kafka;
        this.servidores = servidores;
        this.listeners = listeners;
        this.etapa = etapa;
        this.conferencia = conferencia;
        this.particoes = particoes;
        this.impedimentos = comum.impedimentos();
        this.recuo = recuo;
        this.cuidado = comum.cuidado();
        this.trechos = comum.trechos();
        this.escrita = comum.escrita();
        this.andamento = comum.andamento();
        this.trabalhoMaximo = trabalhoMaximo;
        this.consumidores = consumidores;
        this.avisos = new Avisos(rotulo, servidores);
        impedimentos.inicio("ainda não falei com o Kafka");
    }

    /** O que só um reinício resolve: uma thread que não volta, ou uma ronda que acabou. */
    Optional<String> morte() {
        return sinalDaRonda
                .problema()
                .or(sinalDaSonda::problema)
                .or(() -> andamento
                        .parada(trabalhoMaximo.multipliedBy(5))
                        .map(parada -> "parada há %d s %s: só um reinício resolve"
                                .formatted(parada.haQuanto().toSeconds(), parada.onde())));
    }

    Collection<String> avisos() {
        return avisos.atuais();
    }

    @Override
    public synchronized void start() {
        var nova = Executors.newScheduledThreadPool(2, tarefa -> {
            var thread = new Thread(tarefa, "vigia");
            thread.setDaemon(true);
            return thread;
        });
        nova.scheduleWithFixedDelay(
                sinalDaRonda.protege(this::confere), 0, INTERVALO.toMillis(), TimeUnit.MILLISECONDS);
        nova.scheduleWithFixedDelay(
                sinalDaSonda.protege(this::sonda), 1, ENTRE_SONDAS.toMillis(), TimeUnit.MILLISECONDS);
        ronda = nova;
    }

    @Override
    public synchronized void stop() {
        if (ronda != null) {
            ronda.shutdownNow();
            ronda = null;
        }
        esqueceAdmin();
    }

    @Override
    public synchronized boolean isRunning() {
        return ronda != null;
    }

    /** Depois dos listeners ao iniciar e antes deles ao parar: parada a ronda, ninguém os reinicia. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    /** Seja por que for que parou, o listener recomeça do offset gravado. */
    @EventListener
    void parou(ConsumerStoppedEvent evento) {
        particoes.saiu();
        if (evento.getReason() == Reason.NORMAL) {
            return;
        }
        if (evento.getReason() == Reason.ERROR) { // fora do poll(): a causa, o Spring não a passa adiante
            cuidado.liga();
            if (!impedimentos.tem(Assunto.LEITURA)) {
                impedimentos.poe(
                        Assunto.LEITURA, "a thread do listener caiu por um erro da JVM; recomeço um registro por vez");
            }
        }
        marcaRecomeco(evento.getContainer(MessageListenerContainer.class));
    }

    private synchronized void marcaRecomeco(MessageListenerContainer listener) {
        var marcado = recomecando.get(listener);
        if (marcado != null && !marcado.isDone()) {
            return;
        }
        var espera = recuo.proxima();
        if (escrita.temPresos() && espera.compareTo(COM_PRESOS) < 0) {
            espera = COM_PRESOS; // o que passa nas outras partições zera o recuo, e isto não pode ser um laço
        }
        if (espera.compareTo(Duration.ofSeconds(1)) < 0) { // as seguintes são a mesma história
            log.info("[{}] Recomeço do último offset gravado: o que não foi confirmado será refeito.", rotulo);
        }
        agenda(listener, espera);
    }

    /** O que esperava por ter falhado sem o Kafka, com ele de volta não espera mais. */
    private synchronized void apressa() {
        recuo.zera();
        Map.copyOf(recomecando).forEach((listener, espera) -> {
            if (espera.getDelay(TimeUnit.MILLISECONDS) > 0 && espera.cancel(false)) {
                agenda(listener, Duration.ZERO);
            }
        });
    }

    private void recomeca(MessageListenerContainer listener) {
        try {
            if (listener.isRunning()) { // quando é cercado, só o consumidor dele para
                listener.stop();
            }
            cuidado.aplica(listener.getContainerProperties());
            listener.start();
            synchronized (this) {
                recomecando.remove(listener);
            }
        } catch (Throwable e) { // a ronda engoliria o erro, e ninguém mais recomeçaria
            if (e instanceof Error) {
                cuidado.liga();
            }
            impedimentos.poe(
                    Assunto.LEITURA,
                    "não consegui recomeçar, tento de novo: " + Diagnostico.daLeitura(Escrita.raiz(e)));
            agenda(listener, recuo.proxima());
        }
    }

    private synchronized void agenda(MessageListenerContainer listener, Duration espera) {
        if (ronda != null) {
            recomecando.put(
                    listener, ronda.schedule(() -> recomeca(listener), espera.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void confere() {
        try {
            boolean pode = kafkaETopicos() && grupos();
            if (pode && !iniciados) {
                inicia();
            }
            if (iniciados) {
                acompanha();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Todos os que ainda não rodam: se um não inicia, tenta-se na próxima ronda. */
    private void inicia() {
        for (var listener : listeners.getListenerContainers()) {
            if (!listener.isRunning()) {
                try {
                    cuidado.aplica(listener.getContainerProperties());
                    listener.start();
                } catch (Throwable e) {
                    impedimentos.poe(
                            Assunto.LEITURA,
                            "não consegui iniciar, tento de novo: " + Diagnostico.daLeitura(Escrita.raiz(e)));
                    return;
                }
            }
        }
        impedimentos.tira(Assunto.LEITURA, "");
        iniciados = true;
        comConsumidor = System.nanoTime();
    }

    private boolean kafkaETopicos() throws InterruptedException {
        try {
            var resultado = conferencia();
            semResposta = 0;
            if (impedimentos.tem(Assunto.KAFKA)) {
                apressa();
            }
            impedimentos.tira(Assunto.KAFKA, iniciados ? "O Kafka voltou." : "");
            if (resultado.impede() == null) {
                impedimentos.tira(Assunto.TOPICOS, "Os tópicos estão como deviam.");
            } else {
                impedimentos.poe(Assunto.TOPICOS, resultado.impede());
            }
            avisos.sao(resultado.avisos());
            return resultado.impede() == null;
        } catch (ExecutionException | KafkaException e) {
            if (entrada != null) {
                entrada.recomeca();
            }
            if (++semResposta % SEM_RESPOSTA == 0) {
                esqueceAdmin(); // a thread dele pode ter morrido, e então não alcançaria mais nada
            }
            impedimentos.poe(
                    Assunto.KAFKA,
                    "Não alcanço o Kafka em %s; continuo tentando. %s"
                            .formatted(servidores, Comandos.semKafka(servidores)));
            return false;
        }
    }

    private Conferencia.Resultado conferencia() throws ExecutionException, InterruptedException {
        var entradas = entradas();
        try {
            return conferencia.confere(admin(), entradas, etapa.destinos());
        } catch (ExecutionException e) {
            if (impedimentos.tem(Assunto.KAFKA)) {
                throw e;
            }
            return conferencia.confere(
                    admin(), entradas, etapa.destinos()); // uma resposta que só demorou não é uma queda
        }
    }

    private boolean grupos() throws InterruptedException {
        if (entrada == null) {
            entrada = new EntradaNoGrupo(grupo(), impedimentos);
        }
        return entrada.confere(admin(), particoes.noGrupo(), iniciados);
    }

    /** O que não lança nada: uma thread parada, um listener sem thread, um trecho que já é de outra instância. */
    private void acompanha() {
        var parada = andamento.parada(trabalhoMaximo);
        if (parada.isPresent()) {
            impedimentos.poe(
                    Assunto.TRABALHO,
                    "parada há %d s %s. Se não voltar, reinicie"
                            .formatted(
                                    parada.get().haQuanto().toSeconds(),
                                    parada.get().onde()));
        } else {
            impedimentos.tira(Assunto.TRABALHO, "O trabalho voltou a andar.");
        }
        long agora = System.nanoTime();
        if (andamento.alguma()) {
            comConsumidor = agora;
        }
        boolean semConsumidor = agora - comConsumidor > SEM_CONSUMIDOR.toNanos();
        for (var listener : listeners.getListenerContainers()) {
            if (!listener.isRunning() && !listener.isChildRunning() || semConsumidor) {
                comConsumidor = agora;
                marcaRecomeco(listener);
            }
        }
        // Enquanto um listener recomeça, as partições dele não são de ninguém.
        boolean todosRodando = listeners.getListenerContainers().stream().allMatch(MessageListenerContainer::isRunning);
        if (todosRodando && particoes.noGrupo()) {
            trechos.particoes().stream()
                    .filter(particao -> !particoes.minha(particao))
                    .forEach(trechos::esquece);
            escrita.restam(particoes::minha);
        }
    }

    private void sonda() {
        if (!iniciados) {
            return;
        }
        if (sonda == null) {
            sonda = new SondaDeTrecho(trechos, consumidores, grupo());
        }
        try {
            if (sonda.olha()) {
                listeners.getListenerContainers().forEach(listener -> listener.stopAbnormally(() -> {}));
            }
        } catch (KafkaException e) {
            // o Kafka fora do ar: a ronda já o diz
        }
    }

    /** Só a ronda o usa. Criá-lo, e fechá-lo, pode demorar: fora do {@code synchronized}, de que as retomadas precisam. */
    private Admin admin() {
        var atual = admin;
        if (atual == null) {
            atual = Admin.create(kafka.getConfigurationProperties());
            admin = atual;
        }
        return atual;
    }

    private void esqueceAdmin() {
        var velho = admin;
        admin = null;
        if (velho != null) {
            velho.close(Duration.ofMillis(1)); // zero seria esperar pela thread dele, quanto fosse
        }
    }

    private String grupo() {
        return listeners.getListenerContainers().stream()
                .flatMap(container -> Stream.ofNullable(container.getGroupId()))
                .findFirst()
                .orElse("?");
    }

    private List<String> entradas() {
        return listeners.getListenerContainers().stream()
                .map(container -> container.getContainerProperties().getTopics())
                .flatMap(topicos -> topicos == null ? Stream.empty() : Stream.of(topicos))
                .distinct()
                .toList();
    }
}
