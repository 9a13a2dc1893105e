package br.kafkanapratica.benchmarks.saldos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import br.kafkanapratica.benchmarks.bancada.Numeros;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Quanto passa de um {@code send()} até o registro confirmado ser visto: por um consumidor nu, na mesma thread, e num {@code GET
 * /saldo/{id}?posicao=}. Uma escrita por vez, em blocos alternados.
 */
final class Visibilidade {

    private final String servidores;
    private final String topico;
    private final int porta;
    private final Carga carga;
    private final int escritas;
    private final Random sorteio;

    Visibilidade(String servidores, String topico, int porta, Carga carga, int escritas) {
        this.servidores = servidores;
        this.topico = topico;
        this.porta = porta;
        this.carga = carga;
        this.escritas = escritas;
        this.sorteio = new Random(carga.semente());
    }

    void mede(int repeticoes) throws IOException {
        var nu = new ArrayList<long[]>();
        var nosso = new ArrayList<long[]>();
        try (var produtor = new KafkaProducer<>(
                Map.of("bootstrap.servers", servidores, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int vez = 0; vez <= repeticoes; vez++) {
                var doConsumidor = consumidorNu(produtor);
                var doGet = get(produtor);
                if (vez > 0) {
                    nu.add(doConsumidor);
                    nosso.add(doGet);
                }
            }
        }
        Numeros.diz("%n| do send() ao registro confirmado e visível | p50, ms | p99, ms |%n|---|---|---|");
        Numeros.diz("| consumidor nu | %s | %s |", resumo(nu, 0.5), resumo(nu, 0.99));
        Numeros.diz("| GET /saldo/{id}?posicao= | %s | %s |", resumo(nosso, 0.5), resumo(nosso, 0.99));
        Numeros.diz(
                "| razão | %.2f | %.2f |",
                Numeros.mediana(percentis(nosso, 0.5)) / Numeros.mediana(percentis(nu, 0.5)),
                Numeros.mediana(percentis(nosso, 0.99)) / Numeros.mediana(percentis(nu, 0.99)));
    }

    private long[] consumidorNu(KafkaProducer<byte[], byte[]> produtor) {
        var latencias = new long[escritas];
        try (var consumidor = new KafkaConsumer<>(
                Reconstrutor.ajustes(servidores), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var particao = new TopicPartition(topico, 0);
            consumidor.assign(List.of(particao));
            consumidor.seekToEnd(List.of(particao));
            consumidor.position(particao);
            for (int i = 0; i < escritas; i++) {
                long comecou = System.nanoTime();
                var envio = produtor.send(registro());
                while (consumidor.poll(Duration.ofSeconds(1)).isEmpty()) {
                    // até vê-lo
                }
                BrokerDeMedida.espera(envio);
                latencias[i] = System.nanoTime() - comecou;
            }
        }
        return latencias;
    }

    private long[] get(KafkaProducer<byte[], byte[]> produtor) throws IOException {
        var latencias = new long[escritas];
        try (var conexao = new ConexaoHttp(porta)) {
            for (int i = 0; i < escritas; i++) {
                var registro = registro();
                long comecou = System.nanoTime();
                var onde = BrokerDeMedida.espera(produtor.send(registro));
                conexao.baixa("/saldo/%s?posicao=%d:%d"
                        .formatted(new String(registro.key(), US_ASCII), onde.partition(), onde.offset()));
                latencias[i] = System.nanoTime() - comecou;
                if (conexao.status() != 200) {
                    throw new IllegalStateException("resposta " + conexao.status());
                }
            }
        }
        return latencias;
    }

    private ProducerRecord<byte[], byte[]> registro() {
        var id = carga.id(sorteio.nextInt(carga.clientes()));
        return new ProducerRecord<>(topico, id.getBytes(US_ASCII), Carga.valor(id, sorteio));
    }

    private static List<Double> percentis(List<long[]> blocos, double qual) {
        return blocos.stream()
                .map(bloco -> Numeros.percentil(bloco, qual) / 1e6)
                .toList();
    }

    private static String resumo(List<long[]> blocos, double qual) {
        return Numeros.resumo(percentis(blocos, qual), "%.2f");
    }
}
