package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.kafka.DoKafka;
import br.kafkanapratica.juiz.pedidos.Gravacao;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.juiz.pedidos.Leitura;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Acompanha os tópicos e os grupos enquanto as falhas acontecem: quando cada registro se pôde ler, e até onde cada grupo tinha
 * gravado. Os timestamps não bastam: são de antes do commit, e de relógios que saltam.
 */
final class Testemunha implements AutoCloseable {

    private static final Duration ENTRE_OFFSETS = Duration.ofSeconds(1);

    private final String servidores;
    private final HistoriaDosPedidos pedidos;
    private final HistoriaDosSaldos saldos;
    private final Map<Lugar, Instant> vistos = new ConcurrentHashMap<>();
    private final Map<String, Integer> quantos = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Future<?>> olhares;
    private volatile boolean acabou;

    Testemunha(String servidores, HistoriaDosPedidos pedidos, HistoriaDosSaldos saldos) {
        this.servidores = servidores;
        this.pedidos = pedidos;
        this.saldos = saldos;
        olhares = List.of(threads.submit(this::le), threads.submit(this::perguntaOffsets));
    }

    int quantos(Topico topico) {
        return quantos.getOrDefault(topico.nome(), 0);
    }

    /** O que há nos tópicos agora, com quando se viu; depois de {@link #close()}. */
    void lePorInteiro(ClienteDeTeste kafka) {
        for (var topico : Topico.todos()) {
            var fim = fimEstavel(kafka, topico);
            var log = kafka.log(topico.nome());
            var confirmados = kafka.confirmados(topico.nome());
            if (topico.equals(Topico.CONTAS)) {
                DoKafka.contas(log, confirmados, fim).forEach(saldos::anota);
            } else {
                DoKafka.registros(log, confirmados, fim)
                        .map(registro -> registro.vistoEm(vistos.getOrDefault(registro.lugar(), registro.visto())))
                        .forEach(pedidos::anota);
            }
        }
    }

    private void le() {
        var configuracao = new HashMap<String, Object>(Map.of(
                "bootstrap.servers",
                servidores,
                "isolation.level",
                "read_committed",
                "request.timeout.ms",
                5000,
                "default.api.timeout.ms",
                120_000,
                "auto.offset.reset",
                "earliest"));
        try (var consumidor =
                new KafkaConsumer<>(configuracao, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var todas = Topico.todos().stream()
                    .flatMap(topico -> particoes(topico).stream())
                    .toList();
            consumidor.assign(todas);
            consumidor.seekToBeginning(todas);
            while (!acabou) {
                try {
                    consumidor.poll(Duration.ofMillis(50)).forEach(this::viu);
                } catch (KafkaException e) {
                    System.out.println("Testemunha: " + e.getMessage());
                }
            }
        }
    }

    private void viu(ConsumerRecord<byte[], byte[]> registro) {
        var agora = Instant.now();
        var lugar = new Lugar(registro.topic(), registro.partition(), registro.offset());
        vistos.put(lugar, agora);
        quantos.merge(registro.topic(), 1, Integer::sum);
        if (registro.topic().equals(Topico.CONTAS.nome())) {
            saldos.viu(DoKafka.conta(registro));
        } else {
            var quem = DoKafka.registro(registro).quem();
            pedidos.anota(new Leitura("a testemunha", lugar, quem.nome(), agora));
        }
    }

    private void perguntaOffsets() {
        try (var admin = Admin.create(
                Map.of("bootstrap.servers", servidores, "request.timeout.ms", 3000, "default.api.timeout.ms", 5000))) {
            for (boolean ultima = false; !ultima; ) {
                ultima = acabou; // uma vez mais depois do fim: o que se gravou por último também conta
                try {
                    for (var etapa : EtapaDoPipeline.values()) {
                        anotaOffsets(admin, etapa);
                    }
                } catch (ExecutionException e) {
                    // O broker não responde: fica sem se saber desta vez.
                }
                if (!ultima) {
                    TimeUnit.NANOSECONDS.sleep(ENTRE_OFFSETS.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void anotaOffsets(Admin admin, EtapaDoPipeline etapa) throws ExecutionException, InterruptedException {
        var gravados = admin.listConsumerGroupOffsets(etapa.grupo())
                .partitionsToOffsetAndMetadata()
                .get();
        var quando = Instant.now();
        var perguntas = new HashMap<TopicPartition, OffsetSpec>();
        etapa.resultados().forEach(topico -> particoes(topico).forEach(uma -> perguntas.put(uma, OffsetSpec.latest())));
        var fins = new HashMap<String, Long>();
        admin.listOffsets(perguntas).all().get().forEach((uma, fim) -> fins.put(uma.toString(), fim.offset()));
        gravados.forEach((particao, offset) -> {
            if (offset != null) {
                pedidos.anota(new Gravacao(etapa, particao.partition(), offset.offset(), quando, fins));
            }
        });
    }

    private static Map<TopicPartition, Long> fimEstavel(ClienteDeTeste kafka, Topico topico) {
        var perguntas = new HashMap<TopicPartition, OffsetSpec>();
        particoes(topico).forEach(uma -> perguntas.put(uma, OffsetSpec.latest()));
        var fins = new HashMap<TopicPartition, Long>();
        ClienteDeTeste.espera(kafka.admin()
                        .listOffsets(perguntas, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((uma, fim) -> fins.put(uma, fim.offset()));
        return fins;
    }

    private static List<TopicPartition> particoes(Topico topico) {
        return IntStream.range(0, Topico.PARTICOES)
                .mapToObj(particao -> new TopicPartition(topico.nome(), particao))
                .toList();
    }

    @Override
    public void close() {
        acabou = true;
        Threads.acaba(threads);
        olhares.forEach(Threads::semErro);
    }
}
