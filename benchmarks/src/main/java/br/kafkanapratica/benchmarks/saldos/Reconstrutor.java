package br.kafkanapratica.benchmarks.saldos;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Situacao;
import br.kafkanapratica.saldo.SaldoServiceApplication;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Quem lê o tópico inteiro e (menos o primeiro) fica com o estado na memória. */
enum Reconstrutor {
    /** A régua: só o cliente Kafka, com os ajustes do serviço; o que lê, larga. */
    CONSUMIDOR_NU {
        @Override
        Reconstruido reconstroi(String servidores, String topico) {
            return le(servidores, topico, registro -> {}, () -> {});
        }
    },

    /** O programa inteiro; da segunda vez em diante, só o log dele, para que o início do Spring não dispute a CPU. */
    SERVICO {
        private @Nullable DefaultListableBeanFactory programa;
        private @Nullable LogSeguido<?> atual;

        @Override
        Reconstruido reconstroi(String servidores, String topico) {
            boolean primeira = programa == null;
            if (programa == null) {
                programa =
                        (DefaultListableBeanFactory) inicia(servidores, topico).getBeanFactory();
            }
            LogSeguido<?> log = programa.getBean(LogSeguido.class);
            if (!primeira) {
                log.inicia();
            }
            while (!(log.situacao() instanceof Situacao.Pronto)) {
                Utils.sleep(5);
            }
            var reconstrucao = log.ultimaReconstrucao().orElseThrow();
            atual = log;
            return new Reconstruido(
                    reconstrucao.registros(), reconstrucao.decorrido().toNanos(), this::larga);
        }

        private void larga() {
            Objects.requireNonNull(atual).close();
            atual = null;
            var beans = Objects.requireNonNull(programa);
            for (var nome : beans.getBeanNamesForType(LogSeguido.class)) {
                beans.destroySingleton(nome); // e quem o usa: ninguém mais segura o estado
            }
        }

        private ConfigurableApplicationContext inicia(String servidores, String topico) {
            return new SpringApplicationBuilder(SaldoServiceApplication.class)
                    .web(WebApplicationType.NONE)
                    .run(
                            "--spring.kafka.bootstrap-servers=" + servidores,
                            "--saldo.topico=" + topico,
                            "--logging.level.br.kafkanapratica=WARN");
        }
    },

    /** O que se escreve sem pensar em memória: um mapa e o Jackson. */
    MAPA {
        @Override
        Reconstruido reconstroi(String servidores, String topico) {
            var json = new JsonMapper();
            var mapa = new ConcurrentHashMap<String, Saldo>();
            return le(
                    servidores,
                    topico,
                    registro -> mapa.put(
                            new String(registro.key(), StandardCharsets.UTF_8),
                            json.readValue(registro.value(), Saldo.class)),
                    mapa::clear);
        }
    },

    /** Kafka Streams com o estado em memória. Os valores ficam como vieram, sem serem interpretados. */
    GLOBAL_KTABLE {
        @Override
        Reconstruido reconstroi(String servidores, String topico) {
            var topologia = new StreamsBuilder();
            topologia.globalTable(
                    topico,
                    Consumed.with(Serdes.String(), Serdes.ByteArray()),
                    Materialized.<String, byte[]>as(Stores.inMemoryKeyValueStore("contas"))
                            .withKeySerde(Serdes.String())
                            .withValueSerde(Serdes.ByteArray()));
            var ajustes = new Properties();
            ajustes.put("application.id", "medida-" + topico);
            ajustes.put("bootstrap.servers", servidores);
            ajustes.put("global.consumer.max.poll.records", MAX_POLL);
            ajustes.put("global.consumer.max.partition.fetch.bytes", FETCH);
            ajustes.put("state.dir", System.getProperty("java.io.tmpdir") + "/medida-" + System.nanoTime());
            var streams = new KafkaStreams(topologia.build(), ajustes);
            var restauracao = new Restauracao();
            streams.setGlobalStateRestoreListener(restauracao);
            streams.start();
            while (streams.state() != KafkaStreams.State.RUNNING) {
                Utils.sleep(5);
            }
            return new Reconstruido(restauracao.registros, restauracao.nanos(), () -> {
                streams.close(Duration.ofSeconds(30));
                streams.cleanUp();
            });
        }
    };

    private static final int MAX_POLL = 2_500;
    private static final int FETCH = 4 << 20;

    /** @param larga esquece o estado */
    record Reconstruido(long registros, long nanos, Runnable larga) {}

    /** Quando volta, o estado está em dia. */
    abstract Reconstruido reconstroi(String servidores, String topico);

    static Map<String, Object> ajustes(String servidores) {
        var ajustes = new HashMap<String, Object>();
        ajustes.put("bootstrap.servers", servidores);
        ajustes.put("isolation.level", "read_committed");
        ajustes.put("max.poll.records", MAX_POLL);
        ajustes.put("max.partition.fetch.bytes", FETCH);
        ajustes.put("enable.auto.commit", false);
        return ajustes;
    }

    /** O tempo conta como o do serviço: já se sabe onde o log acaba, e o consumidor, novo, ainda tem de se ligar ao broker. */
    private static Reconstruido le(
            String servidores, String topico, Consumer<ConsumerRecord<byte[], byte[]>> paraCada, Runnable larga) {
        var fim = fim(servidores, topico);
        try (var consumidor =
                new KafkaConsumer<>(ajustes(servidores), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            long comecou = System.nanoTime();
            consumidor.assign(fim.keySet());
            fim.keySet().forEach(particao -> consumidor.seek(particao, 0));
            long lidos = 0;
            while (fim.entrySet().stream().anyMatch(fimDe -> consumidor.position(fimDe.getKey()) < fimDe.getValue())) {
                var lote = consumidor.poll(Duration.ofMillis(100));
                lote.forEach(paraCada);
                lidos += lote.count();
            }
            return new Reconstruido(lidos, System.nanoTime() - comecou, larga);
        }
    }

    private static Map<TopicPartition, Long> fim(String servidores, String topico) {
        try (var consumidor =
                new KafkaConsumer<>(ajustes(servidores), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumidor.endOffsets(consumidor.partitionsFor(topico).stream()
                    .map(particao -> new TopicPartition(topico, particao.partition()))
                    .toList());
        }
    }

    /** Do primeiro registro ao último, sem o que o Kafka Streams leva para começar. */
    private static final class Restauracao implements StateRestoreListener {
        private long primeira;
        private long ultima;
        private volatile long registros;

        @Override
        public synchronized void onRestoreStart(TopicPartition particao, String estado, long de, long ate) {
            primeira = primeira == 0 ? System.nanoTime() : primeira;
        }

        @Override
        public void onBatchRestored(TopicPartition particao, String estado, long ate, long quantos) {}

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField")
        public synchronized void onRestoreEnd(TopicPartition particao, String estado, long total) {
            ultima = System.nanoTime();
            registros += total;
        }

        synchronized long nanos() {
            return ultima - primeira;
        }
    }
}
