package br.kafkanapratica.comum;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/** Liga as peças ao Kafka do Spring Boot: quem põe este módulo no classpath e importa {@code etapa.yml} ganha a política. */
@AutoConfiguration(beforeName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@EnableConfigurationProperties(EtapaProperties.class)
class KafkaComumAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(KafkaComumAutoConfiguration.class);

    private final String programa;
    /** {@code estoque-service} se anuncia como {@code [ESTOQUE]}. */
    private final String rotulo;

    KafkaComumAutoConfiguration(@Value("${spring.application.name}") String programa) {
        this.programa = programa;
        this.rotulo = programa.replace("-service", "").toUpperCase(Locale.ROOT);
    }

    @Bean
    Etapa etapa(
            KafkaOperations<byte[], byte[]> kafka,
            DeadLetterPublishingRecoverer dlt,
            MeterRegistry metricas,
            EtapaProperties ritmo) {
        return new Etapa(rotulo, kafka, dlt, new Metricas(metricas), ritmo);
    }

    /** {@code <tópico>-dlt}, na mesma transação do resto do lote: o registro chega lá uma vez só. */
    @Bean
    DeadLetterPublishingRecoverer dlt(KafkaOperations<byte[], byte[]> kafka) {
        var dlt = new DeadLetterPublishingRecoverer(kafka);
        dlt.setHeadersFunction(this::motivo);
        dlt.excludeHeader(
                HeadersToAdd.EXCEPTION, HeadersToAdd.EX_CAUSE, HeadersToAdd.EX_MSG, HeadersToAdd.EX_STACKTRACE);
        dlt.setFailIfSendResultIsError(false); // não espera por registro: se um envio falhar, o commit falha
        return dlt;
    }

    /** Em texto, para quem lê a DLT no terminal; os {@code kafka_dlt-*} do Spring, binários, vão junto. */
    private Headers motivo(ConsumerRecord<?, ?> registro, Exception causa) {
        return new RecordHeaders()
                .add("dlt-causa", bytes(Etapa.motivo(raiz(causa))))
                .add("dlt-servico", bytes(programa))
                .add("dlt-topico", bytes(registro.topic()))
                .add("dlt-particao", bytes(Integer.toString(registro.partition())))
                .add("dlt-offset", bytes(Long.toString(registro.offset())));
    }

    /**
     * Uma transação que não se confirmou pode ter sido desfeita ou, se a resposta do commit é que se perdeu, feita. Só o
     * offset gravado diz qual: o listener para, e o {@link Vigia} o recomeça de lá. Voltar ao começo do lote, o padrão do
     * Spring, repetiria pedidos.
     */
    @Bean
    AfterRollbackProcessor<Object, Object> aposRollback() {
        return (lote, consumidor, container, causa, recuperavel, modo) -> {
            log.warn("[{}] A transação não se confirmou: {}.", rotulo, Etapa.motivo(raiz(causa)));
            Objects.requireNonNull(container).stopAbnormally(() -> {});
        };
    }

    @Bean
    Particoes particoes() {
        return new Particoes(rotulo);
    }

    @Bean
    ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> container() {
        // Sem isto, um commit que vence o prazo perderia pedidos: o container seguiria para o próximo lote.
        return container -> container.getContainerProperties().setStopContainerWhenFenced(true);
    }

    @Bean
    Vigia vigia(
            KafkaAdmin kafka, KafkaConnectionDetails conexao, KafkaListenerEndpointRegistry listeners, Etapa etapa) {
        var servidores = String.join(",", conexao.getBootstrapServers());
        return new Vigia(rotulo, kafka, servidores, listeners, etapa);
    }

    @Bean("listener")
    SaudeDoListener saude(KafkaListenerEndpointRegistry listeners, Vigia vigia, Particoes particoes) {
        return new SaudeDoListener(listeners, vigia, particoes);
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

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }

    private static Throwable raiz(Throwable erro) {
        return erro.getCause() == null ? erro : raiz(erro.getCause());
    }
}
