package br.kafkanapratica.comum;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
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
 * Inicia os listeners quando os tópicos existem, diz uma vez o que falta ou que o Kafka sumiu, e recomeça o listener cuja
 * transação não se confirmou.
 */
final class Vigia implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Vigia.class);
    private static final Duration INTERVALO = Duration.ofSeconds(2);
    private static final Duration RECOMECO = Duration.ofMillis(500);

    private final String rotulo;
    private final KafkaAdmin kafka;
    private final String servidores;
    private final KafkaListenerEndpointRegistry listeners;
    private final Etapa etapa;
    private @Nullable ScheduledExecutorService ronda;
    private @Nullable Admin admin;
    private volatile @Nullable String problema = "ainda não falei com o Kafka";
    /** O que só um reinício resolve: o Kafka voltar não o apaga. */
    private volatile @Nullable String fim;

    private boolean iniciados;

    Vigia(String rotulo, KafkaAdmin kafka, String servidores, KafkaListenerEndpointRegistry listeners, Etapa etapa) {
        this.rotulo = rotulo;
        this.kafka = kafka;
        this.servidores = servidores;
        this.listeners = listeners;
        this.etapa = etapa;
    }

    /** O que impede a etapa de trabalhar, para quem a usa; nulo se nada impede. */
    @Nullable
    String problema() {
        return fim != null ? fim : problema;
    }

    @Override
    public synchronized void start() {
        ronda = Executors.newSingleThreadScheduledExecutor(tarefa -> {
            var thread = new Thread(tarefa, "vigia");
            thread.setDaemon(true);
            return thread;
        });
        ronda.scheduleWithFixedDelay(this::confere, 0, INTERVALO.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (ronda != null) {
            ronda.shutdownNow();
            ronda = null;
        }
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
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

    /** Parado por uma transação que não se confirmou ou venceu o prazo, o listener recomeça do offset gravado. */
    @EventListener
    void parou(ConsumerStoppedEvent evento) {
        if (evento.getReason() == Reason.FENCED || evento.getReason() == Reason.ABNORMAL) {
            log.info("[{}] Recomeço do último offset gravado: o que não foi confirmado será refeito.", rotulo);
            agenda(() -> recomeca(evento.getContainer(MessageListenerContainer.class)));
        } else if (evento.getReason() != Reason.NORMAL) {
            fim = "o listener parou (%s): só um reinício resolve".formatted(evento.getReason());
            log.error("[{}] ERRO: {}.", rotulo, fim);
        }
    }

    private void recomeca(MessageListenerContainer listener) {
        try {
            if (listener.isRunning()) { // quando é cercado, só o consumidor dele para
                listener.stop();
            }
            listener.start();
        } catch (RuntimeException e) {
            log.warn("[{}] Não consegui recomeçar, tento de novo: {}.", rotulo, Etapa.motivo(e));
            agenda(() -> recomeca(listener)); // a ronda engoliria o erro, e ninguém mais recomeçaria
        }
    }

    private synchronized void agenda(Runnable tarefa) {
        if (ronda != null) {
            ronda.schedule(tarefa, RECOMECO.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void confere() {
        try {
            var agora = problemaAgora();
            if (agora != null && problema == null) {
                agora = problemaAgora(); // uma resposta que só demorou não é uma queda
            }
            muda(agora);
            if (problema == null && !iniciados) {
                iniciados = true;
                listeners.getListenerContainers().forEach(MessageListenerContainer::start);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void muda(@Nullable String agora) {
        var antes = problema;
        if (agora != null && !agora.equals(antes)) {
            log.warn("[{}] {}", rotulo, agora);
        } else if (agora == null && antes != null && iniciados) {
            log.info("[{}] O Kafka voltou.", rotulo);
        }
        problema = agora;
    }

    private @Nullable String problemaAgora() throws InterruptedException {
        var faltam = new TreeSet<String>();
        try {
            for (var resposta :
                    admin().describeTopics(topicos()).topicNameValues().entrySet()) {
                try {
                    resposta.getValue().get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                    faltam.add(resposta.getKey());
                }
            }
        } catch (ExecutionException | KafkaException e) {
            return "Não alcanço o Kafka em %s; continuo tentando. Para subi-lo: ./start.sh, ou java -jar broker-local/target/broker-local.jar"
                    .formatted(servidores);
        }
        return faltam.isEmpty()
                ? null
                : "Faltam os tópicos %s; espero por eles. Crie-os com: ./create-topics.sh"
                        .formatted(String.join(", ", faltam));
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(kafka.getConfigurationProperties());
        }
        return admin;
    }

    private List<String> topicos() {
        var entradas = listeners.getListenerContainers().stream()
                .map(container -> container.getContainerProperties().getTopics())
                .flatMap(topicos -> topicos == null ? Stream.empty() : Stream.of(topicos))
                .flatMap(topico -> Stream.of(topico, topico + "-dlt"));
        return Stream.concat(entradas, etapa.destinos().stream()).distinct().toList();
    }
}
