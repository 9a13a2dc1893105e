package br.kafkanapratica.benchmarks;

import static br.kafkanapratica.benchmarks.bancada.BrokerDeMedida.espera;

import br.kafkanapratica.benchmarks.bancada.BrokerDeMedida;
import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * O mesmo broker para todas as execuções do pipeline de pedidos. Antes de cada uma, o
 * que ela escreve é apagado e o grupo some: o serviço e o laço nu encontram a mesma entrada, cheia e por ler.
 */
final class Bancada implements AutoCloseable {

    private static final Duration PRAZO = Duration.ofMinutes(1);

    private final BrokerDeMedida broker;
    private final String servidores;
    private final Admin admin;

    Bancada(Path raiz) throws IOException {
        broker = new BrokerDeMedida(raiz);
        servidores = broker.servidores();
        admin = Admin.create(Map.of("bootstrap.servers", servidores));
        Topico.todos().forEach(this::cria);
    }

    String servidores() {
        return servidores;
    }

    ProcessHandle broker() {
        return broker.processo();
    }

    Path pasta() {
        return broker.pasta();
    }

    /** Deixa na entrada da etapa estes pedidos e nada mais, comprimidos como os outros programas os escrevem. */
    void enche(EtapaDoPipeline estagio, PedidosDeCarga pedidos) {
        recria(estagio.entrada());
        var ajustes = AjustesDasEtapas.produtor(servidores);
        ajustes.put("delivery.timeout.ms", 120_000);
        try (var produtor = new KafkaProducer<byte[], byte[]>(ajustes)) {
            pedidos.para(estagio).forEach(produtor::send);
        }
        if (registros(estagio.entrada()) != pedidos.quantos()) {
            throw new IllegalStateException(
                    "nem todos os pedidos entraram em " + estagio.entrada().nome());
        }
    }

    /** Como se ninguém tivesse lido a entrada ainda. */
    void zera(EtapaDoPipeline estagio) {
        apagaGrupos(estagio.grupo());
        estagio.saida().ifPresent(this::recria);
        recria(estagio.entrada().dlt());
    }

    /** Quantos registros da entrada já foram processados por transações confirmadas. */
    long processados(EtapaDoPipeline estagio) {
        return espera(admin.listConsumerGroupOffsets(estagio.grupo()).partitionsToOffsetAndMetadata()).values().stream()
                .mapToLong(gravado -> gravado.offset())
                .sum();
    }

    /** O tamanho do log, contados os registros e os marcadores de transação. */
    long registros(Topico topico) {
        var fim = particoes(topico).stream()
                .collect(Collectors.toMap(particao -> particao, particao -> OffsetSpec.latest()));
        return espera(admin.listOffsets(fim).all()).values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    /** O tópico inteiro, como um leitor {@code read_committed} o vê. */
    void confirmados(Topico topico, Consumer<ConsumerRecord<byte[], byte[]>> leitor) {
        Map<String, Object> ajustes = Map.of("bootstrap.servers", servidores, "isolation.level", "read_committed");
        try (var consumidor = new KafkaConsumer<>(ajustes, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var particoes = particoes(topico);
            consumidor.assign(particoes);
            consumidor.seekToBeginning(particoes);
            var fim = consumidor.endOffsets(particoes);
            while (particoes.stream()
                    .anyMatch(particao -> consumidor.position(particao) < fim.getOrDefault(particao, 0L))) {
                consumidor.poll(Duration.ofMillis(200)).forEach(leitor);
            }
        }
    }

    private static List<TopicPartition> particoes(Topico topico) {
        return IntStream.range(0, Topico.PARTICOES)
                .mapToObj(numero -> new TopicPartition(topico.nome(), numero))
                .toList();
    }

    private void recria(Topico topico) {
        espera(admin.deleteTopics(List.of(topico.nome())).all());
        cria(topico);
    }

    private void cria(Topico topico) {
        espera(admin.createTopics(List.of(
                        new NewTopic(topico.nome(), Topico.PARTICOES, (short) 1).configs(topico.configuracoes())))
                .all());
        insiste(() -> registros(topico), UnknownTopicOrPartitionException.class); // até o broker tomar posse
    }

    /** O grupo da etapa e os que ela tenha criado para si, cujos nomes começam pelo dele. */
    private void apagaGrupos(String prefixo) {
        var grupos = espera(admin.listGroups().all()).stream()
                .map(grupo -> grupo.groupId())
                .filter(nome -> nome.startsWith(prefixo))
                .toList();
        insiste(() -> espera(admin.deleteConsumerGroups(grupos).all()), GroupNotEmptyException.class);
    }

    private static void insiste(Runnable acao, Class<? extends Exception> passageira) {
        long fim = System.nanoTime() + PRAZO.toNanos();
        while (true) {
            try {
                acao.run();
                return;
            } catch (IllegalStateException e) {
                if (!passageira.isInstance(e.getCause()) || System.nanoTime() > fim) {
                    throw e;
                }
                Utils.sleep(50);
            }
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
