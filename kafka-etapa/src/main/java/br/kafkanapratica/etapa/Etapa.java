package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Laco.Narrativa;
import br.kafkanapratica.etapa.Laco.Saida;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.transaction.KafkaTransactionManager;

/**
 * Uma etapa declarada com {@link Etapas}: lê, decide e entrega, cada registro exatamente uma vez, enquanto o programa vive. Espera
 * pelo Kafka e pelos tópicos o tempo que for preciso, dizendo por quê. Pode ser usada de várias threads.
 */
public final class Etapa<E, S> implements SmartLifecycle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Etapa.class);
    private static final Set<ConsumerStoppedEvent.Reason> ENTRE_DOIS_LOTES =
            Set.of(ConsumerStoppedEvent.Reason.NORMAL, ConsumerStoppedEvent.Reason.ABNORMAL);

    private static final long POLL_MS = 100; // também é a folga da espera de um retry (padrão: 5 s)

    /** Da transação à saída dos resultados. */
    interface Destino<S> {
        Saida<S> de(KafkaOperations<byte[], byte[]> kafka, Escrita escrita);
    }

    /** O que se disse de uma etapa ao declará-la. */
    record Receita<E, S>(
            String topico,
            String grupo,
            Leitura<E> leitura,
            Regra<E, S> regra,
            Narrativa<E, S> narrativa,
            List<String> destinos,
            Destino<S> destino,
            Consumer<Collection<TopicPartition>> aoReceber) {}

    private final String rotulo;
    private final @Nullable String desligada; // por que ajuste
    private final ClientesDoKafka clientes;
    private final ProducerFactory<byte[], byte[]> produtores;
    private final Escrita escrita;
    private final Impedimentos impedimentos;
    private final Avisos avisos;
    private final Particoes particoes;
    private final ConcurrentMessageListenerContainer<byte[], byte[]> listener;
    private final ClienteAdmin admin;
    private final RondaDaEtapa ronda;
    private final ThreadLocal<@Nullable Object> destaThread = new ThreadLocal<>();

    Etapa(Oficina oficina, Receita<E, S> receita) {
        var ritmo = oficina.ritmo();
        var dlt = oficina.dlt(receita.topico());
        rotulo = oficina.rotulo(receita.grupo());
        desligada = oficina.desligada();
        if (desligada != null) {
            log.info("[{}] Desligada ({}): não leio nada de {}.", rotulo, desligada, receita.topico());
        }
        clientes = oficina.clientes();
        impedimentos = new Impedimentos(rotulo);
        avisos = new Avisos(rotulo);
        impedimentos.inicio("ainda não falei com o Kafka");
        var diagnostico = new Diagnostico(oficina.comandos(), dlt);
        var recuo = new Recuo();
        var cuidado = new Cuidado();
        var trechos = new Trechos(impedimentos);
        produtores = clientes.produtores(this::comEpocas);
        var kafka = new KafkaTemplate<>(produtores);
        escrita = new Escrita(rotulo, oficina.programa(), dlt, kafka, diagnostico, impedimentos, recuo, cuidado);
        particoes = new Particoes(rotulo, trechos, escrita, receita.aoReceber());
        var comum = new Leitor.Comum(
                escrita,
                new Andamento(),
                new ForaDoLog(rotulo),
                trechos,
                cuidado,
                impedimentos,
                diagnostico,
                this::para);
        var instancia = oficina.novaInstancia();
        var consumidores =
                clientes.consumidores(instancia, consumidor -> Leitor.de(consumidor, comum, System::nanoTime));
        var laco = new Laco<>(
                rotulo,
                receita.leitura(),
                receita.regra(),
                receita.narrativa(),
                receita.destino().de(kafka, escrita),
                escrita,
                comum.andamento(),
                new Metricas(oficina.metricas(), ritmo.metricas(), oficina.rotulo(), receita.grupo(), receita.topico()),
                ritmo);
        var ajustes = new ContainerProperties(receita.topico());
        ajustes.setMessageListener(laco);
        listener = listener(oficina, receita.grupo(), consumidores, ajustes);
        admin = new ClienteAdmin(clientes::admin);
        var retomada =
                new Retomada(rotulo, listener, recuo, cuidado, escrita, impedimentos, diagnostico, produtores::reset);
        var entrada = new EntradaNoGrupo(
                receita.grupo(), clientes.protocoloNovo(), diagnostico, impedimentos, System::nanoTime);
        listener.setApplicationEventPublisher(evento -> soube(evento, entrada, retomada));
        ronda = new RondaDaEtapa(
                new Condicoes(
                        clientes.servidores(),
                        oficina.comandos(),
                        admin,
                        new Conferencia(receita.topico(), dlt, receita.destinos(), diagnostico),
                        entrada,
                        impedimentos,
                        avisos,
                        retomada::apressa),
                retomada,
                new Acompanhamento(
                        rotulo,
                        listener,
                        comum,
                        particoes,
                        retomada,
                        new SaltoDoRelogio(System::currentTimeMillis, System::nanoTime),
                        ritmo.trabalhoMaximo(),
                        System::nanoTime),
                particoes,
                new SondaDeTrecho(trechos, () -> sonda(instancia), receita.grupo(), oficina.comandos()));
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> listener(
            Oficina oficina, String grupo, ConsumerFactory<byte[], byte[]> consumidores, ContainerProperties ajustes) {
        ajustes.setGroupId(grupo);
        // Para devolver o que não coube no lote (nack); o offset vai sempre na transação.
        ajustes.setAckMode(AckMode.MANUAL);
        ajustes.setKafkaAwareTransactionManager(new KafkaTransactionManager<>(produtores));
        // Sem isto, um commit que vence o prazo perderia registros: o container seguiria para o próximo lote.
        ajustes.setStopContainerWhenFenced(true);
        ajustes.setPollTimeout(POLL_MS);
        ajustes.setConsumerRebalanceListener(particoes);
        var novo = new ConcurrentMessageListenerContainer<>(consumidores, ajustes);
        novo.setBeanName(grupo);
        novo.setConcurrency(clientes.threads());
        novo.setAfterRollbackProcessor(aposRollback());
        oficina.completa(novo);
        return novo;
    }

    /**
     * Uma transação que não se confirmou pode ter sido desfeita ou, se a resposta do commit é que se perdeu, feita. Só o
     * offset gravado diz qual: o listener para, e a {@link Retomada} o recomeça de lá. Voltar ao começo do lote, o padrão do
     * Spring, repetiria registros; só se volta quando {@linkplain Escrita#refaz é certo que nada foi feito}.
     */
    private AfterRollbackProcessor<byte[], byte[]> aposRollback() {
        return (lote, consumidor, container, causa, recuperavel, modo) -> {
            if (deAntes()) {
                escrita.larga();
            } else {
                boolean refeito = false;
                try {
                    refeito = escrita.refaz(lote, consumidor, causa);
                } catch (RuntimeException e) { // o container o engoliria, e seguiria para o lote seguinte
                    impedimentos.poe(
                            Impedimentos.Assunto.ESCRITA,
                            "não consegui desfazer um lote que não se confirmou, e recomeço do último offset gravado: "
                                    + e);
                } finally {
                    if (!refeito) {
                        para();
                    }
                }
            }
        };
    }

    private Producer<byte[], byte[]> comEpocas(Producer<byte[], byte[]> produtor) {
        return escrita.comEpocas(produtor);
    }

    /** O consumidor para e, como não foi a pedido de ninguém, recomeça; o de antes, que já para, não para os de agora. */
    private void para() {
        if (!deAntes()) {
            listener.stopAbnormally(() -> {});
        }
    }

    private void soube(Object evento, EntradaNoGrupo entrada, Retomada retomada) {
        if (evento instanceof ConsumerStartedEvent comecou) {
            destaThread.set(comecou.getSource());
        }
        if (evento instanceof ConsumerStoppedEvent parou) {
            if (ENTRE_DOIS_LOTES.contains(parou.getReason())) {
                escrita.confirmou(); // não há outro poll() que o diga
            }
            if (deAgora(parou.getSource())) {
                particoes.saiu();
                entrada.recomeca();
                retomada.parou(parou.getReason());
            }
        }
    }

    /** Se esta é a thread de um consumidor que já não é do listener: o que falha nela, outra o refaz. */
    private boolean deAntes() {
        var este = destaThread.get();
        return este != null && !deAgora(este);
    }

    /** Com várias threads, o recomeço não espera pela que ainda trabalha: quando ela parar, já não é o listener que para. */
    private boolean deAgora(Object consumidor) {
        var atuais = listener.getContainers();
        return atuais.isEmpty() || atuais.stream().anyMatch(atual -> atual == consumidor);
    }

    /** Fora de grupos, e sem o cuidado dos leitores: o que não se lê tem de ser lançado. */
    private org.apache.kafka.clients.consumer.Consumer<?, ?> sonda(String instancia) {
        var ajustes = new Properties();
        ajustes.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        ajustes.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, ""); // só o novo o aceita
        ajustes.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        return clientes.consumidores(instancia + "-sonda", consumidor -> consumidor)
                .createConsumer(null, null, null, ajustes);
    }

    /** O que a impede de trabalhar agora, com o conserto; vazio se nada. */
    public Optional<String> impedimento() {
        if (desligada()) {
            return Optional.empty();
        }
        var motivo = impedimentos.motivo();
        if (motivo != null) {
            return Optional.of(motivo);
        }
        if (!ronda.anda()) {
            return Optional.of("a etapa está parada");
        }
        if (!listener.isRunning()) {
            return Optional.of("o listener está recomeçando");
        }
        return particoes.noGrupo() ? Optional.empty() : Optional.of("ainda não entrei no grupo");
    }

    /** Quanto o {@link #stop()} e um recomeço esperam pelas threads que ainda trabalham; sem isto, 10 s. */
    void esperaPelasThreads(Duration quanto) {
        listener.getContainerProperties().setShutdownTimeout(quanto.toMillis());
    }

    String rotulo() {
        return rotulo;
    }

    /** O que só um reinício resolve. */
    Optional<String> morte() {
        return ronda.morte();
    }

    /** O que não a impede, mas não está como devia. */
    Collection<String> avisos() {
        return avisos.atuais();
    }

    String particoes() {
        return desligada() ? "desligada (%s)".formatted(desligada) : particoes.descricao();
    }

    @Override
    public boolean isAutoStartup() {
        return desligada == null;
    }

    /** Quem a inicia com {@link #start()} liga-a. */
    private boolean desligada() {
        return desligada != null && !ronda.anda();
    }

    /** Junto dos listeners do Spring Kafka: os últimos a começar, os primeiros a parar. */
    @Override
    public int getPhase() {
        return AbstractMessageListenerContainer.DEFAULT_PHASE;
    }

    /** Volta logo: o que falta (o Kafka, um tópico) se espera noutra thread. Pode-se recomeçar uma que parou. */
    @Override
    public void start() {
        ronda.comeca();
    }

    /** Espera pelo lote em curso, até 10 s. Depois pode-se {@linkplain #start() recomeçar}. */
    @Override
    public void stop() {
        ronda.acaba();
        listener.stop();
        admin.esquece();
    }

    @Override
    public void stop(Runnable aoParar) {
        ronda.acaba();
        admin.esquece();
        listener.stop(aoParar);
    }

    @Override
    public boolean isRunning() {
        return ronda.anda();
    }

    /** Depois de {@link #stop()}, no fim do programa: fecha os produtores. */
    @Override
    public void close() {
        produtores.reset();
    }
}
