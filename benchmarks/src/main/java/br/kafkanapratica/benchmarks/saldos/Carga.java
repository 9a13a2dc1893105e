package br.kafkanapratica.benchmarks.saldos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Os saldos de uma medição, sempre os mesmos para a mesma semente: ids de oito dígitos fora de ordem, um registro por cliente,
 * valores de uns 78 bytes, em lotes do tamanho padrão do cliente (16 KB) e sem compressão: a régua mais dura, porque com o gzip do
 * saldo-producer também o consumidor nu teria de descomprimir.
 */
public record Carga(int clientes, long semente) {

    /** Primo com qualquer número de clientes que se use: visita todos, fora de ordem. */
    private static final long PASSO = 2_654_435_761L;

    public String id(int numero) {
        return Integer.toString(10_000_000 + numero);
    }

    public static byte[] valor(String id, Random sorteio) {
        int centavos = sorteio.nextInt(100_000_000);
        return ("{\"cliente_id\":\"" + id + "\",\"saldo\":" + centavos / 100 + "." + centavos / 10 % 10 + centavos % 10
                        + ",\"timestamp\":\"2025-10-14T15:" + (10 + sorteio.nextInt(50)) + ":"
                        + (10 + sorteio.nextInt(50)) + "Z\"}")
                .getBytes(US_ASCII);
    }

    int embaralhado(int vez) {
        return (int) (vez * PASSO % clientes);
    }

    /** Cria o tópico e o enche. Sem limpeza durante a medição: não há o que limpar, e o cleaner ocuparia um núcleo. */
    void enche(String servidores, String topico, int particoes) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servidores))) {
            BrokerDeMedida.espera(admin.createTopics(List.of(new NewTopic(topico, particoes, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "1.0"))))
                    .all());
        }
        var sorteio = new Random(semente);
        var erro = new AtomicReference<@Nullable Exception>();
        try (var produtor = produtor(servidores)) {
            for (int vez = 0; vez < clientes; vez++) {
                var id = id(embaralhado(vez));
                produtor.send(
                        new ProducerRecord<>(topico, id.getBytes(US_ASCII), valor(id, sorteio)), (onde, recusa) -> {
                            if (recusa != null) {
                                erro.compareAndSet(null, recusa);
                            }
                        });
            }
        }
        var falha = erro.get();
        if (falha != null) {
            throw new IllegalStateException("nem todos os saldos entraram: " + falha, falha);
        }
    }

    /** Um lote de cada vez: num tópico acabado de criar, o broker pode recusar o primeiro e aceitar o seguinte, e a sequência se fura. */
    static KafkaProducer<byte[], byte[]> produtor(String servidores) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servidores,
                        "buffer.memory",
                        64L << 20,
                        "delivery.timeout.ms",
                        300_000,
                        "enable.idempotence",
                        true,
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
