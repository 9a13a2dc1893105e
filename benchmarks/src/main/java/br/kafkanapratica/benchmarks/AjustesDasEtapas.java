package br.kafkanapratica.benchmarks;

import br.kafkanapratica.etapa.AjustesDoKafka;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Como as etapas falam com o Kafka: o que a biblioteca delas põe de fábrica. Quando isso muda, a régua muda junto. */
final class AjustesDasEtapas {

    private AjustesDasEtapas() {}

    static Map<String, Object> consumidor(String servidores) {
        var ajustes = com(servidores, AjustesDoKafka.doConsumidor());
        ajustes.put("isolation.level", "read_committed");
        ajustes.put("enable.auto.commit", "false");
        ajustes.put("auto.offset.reset", "earliest");
        ajustes.put("key.deserializer", ByteArrayDeserializer.class);
        ajustes.put("value.deserializer", ByteArrayDeserializer.class);
        return ajustes;
    }

    static Map<String, Object> produtor(String servidores) {
        var ajustes = com(servidores, AjustesDoKafka.doProdutor());
        ajustes.put("key.serializer", ByteArraySerializer.class);
        ajustes.put("value.serializer", ByteArraySerializer.class);
        return ajustes;
    }

    private static Map<String, Object> com(String servidores, Map<String, Object> deFabrica) {
        var ajustes = new HashMap<>(deFabrica);
        ajustes.put("bootstrap.servers", servidores);
        return ajustes;
    }
}
