package br.kafkanapratica.armadilhas;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Os clientes do Kafka das armadilhas sem Spring, com o que não é armadilha nenhuma; o errado, cada uma o diz nos {@code ajustes}. */
final class Clientes {

    private static final Duration PARA_FECHAR = Duration.ofSeconds(2);

    private Clientes() {}

    static KafkaConsumer<String, String> consumidor(Opcoes opcoes, Map<String, Object> ajustes) {
        var configuracao = new HashMap<>(comuns(opcoes));
        configuracao.put("auto.offset.reset", "earliest");
        if (ajustes.containsKey("group.id")) {
            configuracao.put("group.protocol", "consumer");
        }
        configuracao.putAll(ajustes);
        return new KafkaConsumer<>(configuracao, new StringDeserializer(), new StringDeserializer()) {
            @Override
            public void close() {
                Thread.interrupted(); // um Ctrl-C: interrompido, sairia sem se despedir do grupo
                super.close(CloseOptions.timeout(PARA_FECHAR));
            }
        };
    }

    static KafkaProducer<String, String> produtor(Opcoes opcoes, Map<String, Object> ajustes) {
        var configuracao = new HashMap<>(comuns(opcoes));
        configuracao.putAll(ajustes);
        return new KafkaProducer<>(configuracao, new StringSerializer(), new StringSerializer()) {
            @Override
            public void close() {
                super.close(PARA_FECHAR);
            }
        };
    }

    static Admin admin(Opcoes opcoes) {
        return Admin.create(comuns(opcoes));
    }

    static List<TopicPartition> particoes(KafkaConsumer<String, String> consumidor, String topico) {
        return consumidor.partitionsFor(topico).stream()
                .map(particao -> new TopicPartition(topico, particao.partition()))
                .toList();
    }

    static String servidores(Opcoes opcoes) {
        return opcoes.texto("spring.kafka.bootstrap-servers", "localhost:9092");
    }

    private static Map<String, Object> comuns(Opcoes opcoes) {
        return Map.of("bootstrap.servers", servidores(opcoes), "reconnect.backoff.max.ms", 1000);
    }
}
