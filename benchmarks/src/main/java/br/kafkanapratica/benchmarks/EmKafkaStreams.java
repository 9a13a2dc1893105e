package br.kafkanapratica.benchmarks;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A mesma etapa como um programa Kafka Streams: {@code exactly_once_v2}, uma thread, o mesmo lote e a mesma compressão. O resto é o
 * padrão do Kafka Streams, inclusive o commit a cada 100 ms.
 */
@Command(name = "kafka-streams", hidden = true)
final class EmKafkaStreams implements Callable<Integer> {

    @Option(names = "--estagio", required = true)
    private EtapaDoPipeline estagio = EtapaDoPipeline.ESTOQUE;

    @Option(names = "--servidores", required = true)
    private String servidores = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        var pasta = Files.createTempDirectory("kafka-streams-de-benchmark");
        var ajustes = new Properties();
        ajustes.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                estagio.grupo(),
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                servidores,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                1,
                StreamsConfig.STATE_DIR_CONFIG,
                pasta.toString(),
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                Serdes.ByteArraySerde.class,
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                Serdes.ByteArraySerde.class));
        var doConsumidor = AjustesDasEtapas.consumidor(servidores);
        for (var nome : new String[] {
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG
        }) {
            ajustes.put(StreamsConfig.consumerPrefix(nome), doConsumidor.get(nome));
        }
        // Ao parar, o Kafka Streams não sai do grupo: a execução seguinte esperaria 45 s.
        ajustes.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        var doProdutor = AjustesDasEtapas.produtor(servidores);
        for (var nome :
                new String[] {ProducerConfig.COMPRESSION_TYPE_CONFIG, ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG}) {
            ajustes.put(StreamsConfig.producerPrefix(nome), doProdutor.get(nome));
        }
        var fim = new CountDownLatch(1);
        var streams = new KafkaStreams(topologia(), ajustes);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            streams.close();
            Utils.closeQuietly(() -> Utils.delete(pasta.toFile()), "pasta do Kafka Streams");
            fim.countDown();
        }));
        streams.start();
        fim.await();
        return 0;
    }

    private Topology topologia() {
        var passo = new Passo(estagio);
        var construtor = new StreamsBuilder();
        var entrada = construtor.<byte[], byte[]>stream(estagio.entrada().nome());
        if (estagio.saida().isPresent()) {
            entrada.mapValues(passo::transforma).to(estagio.saida().get().nome());
        } else {
            entrada.foreach((chave, valor) -> passo.avisa(valor));
        }
        return construtor.build();
    }
}
