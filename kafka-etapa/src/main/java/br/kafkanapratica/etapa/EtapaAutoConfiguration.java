package br.kafkanapratica.etapa;

import br.kafkanapratica.leitura.BytesLimitados;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.transaction.KafkaTransactionManager;

/**
 * Liga as peças ao Kafka do Spring Boot. Quem põe este módulo no classpath ganha as garantias ({@link Garantias}, transações,
 * leitura limitada); {@code etapa.yml} só dá o ritmo.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@EnableConfigurationProperties(EtapaProperties.class)
class EtapaAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(EtapaAutoConfiguration.class);

    /** Por {@code poll()}, depois de descomprimir: vinte mil pedidos, e pouco perto do heap de uma etapa (128 MB). */
    private static final long BYTES_POR_POLL = 4 * 1024 * 1024;

    /** De uma busca, como vem do broker. */
    private static final int BYTES_POR_BUSCA = 2 * 1024 * 1024;

    /** O que espera por ser enviado: mais que um lote, e pouco perto do heap (padrão: 32 MB). */
    private static final int BYTES_POR_ENVIAR = 16 * 1024 * 1024;

    private final String programa;
    /** {@code estoque-service} se anuncia como {@code [ESTOQUE]}. */
    private final String rotulo;
    /** Distingue esta instância das outras, no broker e nas ferramentas. */
    private final String instancia;

    EtapaAutoConfiguration(@Value("${spring.application.name}") String programa) {
        this.programa = programa;
        this.rotulo = programa.replace("-service", "").toUpperCase(Locale.ROOT);
        this.instancia = programa + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Bean
    DefaultKafkaConsumerFactoryCustomizer consumidores(Environment ajustes, ObjectProvider<Leitor.Comum> comum) {
        return fabrica -> {
            Garantias.confere(ajustes);
            var configuracao = new HashMap<>(Garantias.doConsumidor());
            configuracao.putAll(BytesLimitados.configuracao(BYTES_POR_POLL));
            configuracao.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES_POR_BUSCA);
            configuracao.put(ConsumerConfig.CLIENT_ID_CONFIG, instancia);
            fabrica.updateConfigs(configuracao);
            vigiados(fabrica)
                    .addPostProcessor(consumidor -> Leitor.de(consumidor, comum.getObject(), System::nanoTime));
        };
    }

    @Bean
    DefaultKafkaProducerFactoryCustomizer produtores(Environment ajustes, ObjectProvider<Leitor.Comum> comum) {
        return fabrica -> {
            Garantias.confere(ajustes);
            var configuracao = new HashMap<>(Garantias.doProdutor());
            configuracao.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BYTES_POR_ENVIAR);
            configuracao.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BYTES_POR_ENVIAR);
            fabrica.updateConfigs(configuracao);
            if (!fabrica.transactionCapable()) {
                // Um id por processo: com um fixo, a segunda instância derrubaria a primeira (fencing).
                fabrica.setTransactionIdPrefix(programa + "-" + UUID.randomUUID() + "-");
            }
            transacionais(fabrica)
                    .addPostProcessor(
                            produtor -> comum.getObject().escrita().comEpocas((Producer<byte[], byte[]>) produtor));
        };
    }

    @SuppressWarnings("unchecked") // os dois desserializadores são os daqui
    private static DefaultKafkaConsumerFactory<byte[], byte[]> vigiados(DefaultKafkaConsumerFactory<?, ?> fabrica) {
        return (DefaultKafkaConsumerFactory<byte[], byte[]>) fabrica;
    }

    @SuppressWarnings("unchecked")
    private static DefaultKafkaProducerFactory<byte[], byte[]> transacionais(
            DefaultKafkaProducerFactory<?, ?> fabrica) {
        return (DefaultKafkaProducerFactory<byte[], byte[]>) fabrica;
    }

    @Bean
    KafkaTransactionManager<?, ?> kafkaTransactionManager(ProducerFactory<?, ?> produtores) {
        return new KafkaTransactionManager<>(produtores);
    }

    @Bean
    Impedimentos impedimentos(KafkaConnectionDetails conexao) {
        return new Impedimentos(rotulo, String.join(",", conexao.getBootstrapServers()));
    }

    @Bean
    Recuo recuo() {
        return new Recuo();
    }

    @Bean
    Conferencia conferencia() {
        return new Conferencia();
    }

    @Bean
    Trechos trechos(Impedimentos impedimentos) {
        return new Trechos(impedimentos);
    }

    @Bean
    Leitor.Comum leitores(
            KafkaOperations<byte[], byte[]> kafka,
            Impedimentos impedimentos,
            Trechos trechos,
            Recuo recuo,
            ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
        var cuidado = new Cuidado();
        return new Leitor.Comum(
                new Escrita(rotulo, programa, kafka, impedimentos, recuo, cuidado),
                new Andamento(),
                new ForaDoLog(rotulo),
                trechos,
                cuidado,
                impedimentos,
                () -> listeners
                        .getObject()
                        .getListenerContainers()
                        .forEach(listener -> listener.stopAbnormally(() -> {})));
    }

    @Bean
    Etapa etapa(
            KafkaOperations<byte[], byte[]> kafka, Leitor.Comum comum, MeterRegistry metricas, EtapaProperties ritmo) {
        return new Etapa(rotulo, kafka, comum.escrita(), comum.andamento(), new Metricas(metricas), ritmo);
    }

    /**
     * Uma transação que não se confirmou pode ter sido desfeita ou, se a resposta do commit é que se perdeu, feita. Só o
     * offset gravado diz qual: o listener para, e o {@link Vigia} o recomeça de lá. Voltar ao começo do lote, o padrão do
     * Spring, repetiria pedidos; só se volta quando {@linkplain Escrita#refaz é certo que nada foi feito}.
     */
    @Bean
    AfterRollbackProcessor<Object, Object> aposRollback(Leitor.Comum comum) {
        return (lote, consumidor, container, causa, recuperavel, modo) -> {
            if (!comum.escrita().refaz(lote, consumidor, causa)) {
                Objects.requireNonNull(container).stopAbnormally(() -> {});
            }
        };
    }

    @Bean
    Particoes particoes(Trechos trechos) {
        return new Particoes(rotulo, trechos);
    }

    @Bean
    ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> container() {
        return container -> {
            container.setAutoStartup(false); // o Vigia inicia, quando os tópicos existem
            var ajustes = container.getContainerProperties();
            // Para devolver o que não coube no lote (nack); o offset vai sempre na transação.
            ajustes.setAckMode(AckMode.MANUAL);
            // Sem isto, um commit que vence o prazo perderia pedidos: o container seguiria para o próximo lote.
            ajustes.setStopContainerWhenFenced(true);
        };
    }

    @Bean
    Vigia vigia(
            KafkaAdmin kafka,
            KafkaConnectionDetails conexao,
            KafkaListenerEndpointRegistry listeners,
            Etapa etapa,
            Conferencia conferencia,
            Particoes particoes,
            Leitor.Comum comum,
            Recuo recuo,
            EtapaProperties ritmo,
            ConsumerFactory<?, ?> consumidores) {
        var servidores = String.join(",", conexao.getBootstrapServers());
        return new Vigia(
                rotulo,
                kafka,
                servidores,
                listeners,
                etapa,
                conferencia,
                particoes,
                comum,
                recuo,
                ritmo.trabalhoMaximo(),
                () -> sonda(consumidores.getConfigurationProperties()));
    }

    /** Fora de grupos, e sem o cuidado dos leitores: o que não se lê tem de ser lançado. */
    private Consumer<?, ?> sonda(Map<String, Object> dosLeitores) {
        var configuracao = new HashMap<>(dosLeitores);
        configuracao.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuracao.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        configuracao.put(ConsumerConfig.CLIENT_ID_CONFIG, instancia + "-sonda");
        configuracao.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(configuracao);
    }

    @Bean("listener")
    SaudeDoListener saude(
            KafkaListenerEndpointRegistry listeners, Vigia vigia, Particoes particoes, Impedimentos impedimentos) {
        return new SaudeDoListener(listeners, vigia, particoes, impedimentos);
    }

    @Bean("threads")
    SaudeDasThreads threads(Vigia vigia) {
        return new SaudeDasThreads(vigia);
    }

    /** A porta é sorteada: quem quer a saúde ou as métricas precisa saber qual é; o PID serve aos testes de fogo. */
    @Bean
    ApplicationListener<WebServerInitializedEvent> avisoDeInicio() {
        return evento -> log.info(
                "[{}] No ar. Saúde e métricas: http://localhost:{}/actuator (PID {})",
                rotulo,
                evento.getWebServer().getPort(),
                ProcessHandle.current().pid());
    }
}
