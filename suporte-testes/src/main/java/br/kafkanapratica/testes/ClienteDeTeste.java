package br.kafkanapratica.testes;

import static org.awaitility.Awaitility.await;

import br.kafkanapratica.leitura.AteOFim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Um cliente qualquer do Kafka, como o de outro programa: cria tópicos, escreve bytes e lê o log inteiro. */
public final class ClienteDeTeste implements AutoCloseable {

    /** Para ler um tópico do começo ao fim. */
    private static final Duration PRAZO = Duration.ofMinutes(1);

    private static final Set<ConfigSource> DO_PROPRIO =
            EnumSet.of(ConfigSource.DYNAMIC_TOPIC_CONFIG, ConfigSource.DYNAMIC_GROUP_CONFIG);

    private final String servidores;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> produtor;

    public ClienteDeTeste(String servidores) {
        this.servidores = servidores;
        this.admin = Admin.create(Map.of("bootstrap.servers", servidores));
        var configuracao = new Properties();
        configuracao.put("bootstrap.servers", servidores);
        configuracao.put("acks", "all");
        // Num tópico recém-criado o broker pode recusar o primeiro lote e aceitar o segundo, que já estava a caminho; a
        // sequência do idempotente fica furada e a partição trava até o delivery.timeout. Um lote por vez não se fura.
        configuracao.put("max.in.flight.requests.per.connection", "1");
        this.produtor = new KafkaProducer<>(configuracao, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Admin admin() {
        return admin;
    }

    /** Um tópico com nome único que começa por {@code prefixo}. */
    public String criaTopico(String prefixo, int particoes, Map<String, String> configuracoes) {
        var nome = prefixo + "-" + UUID.randomUUID();
        cria(nome, particoes, configuracoes);
        return nome;
    }

    /** Volta quando o tópico se vê: quem responde à criação é o controlador, e o broker sabe dela um instante depois. */
    public void cria(String nome, int particoes, Map<String, String> configuracoes) {
        espera(admin.createTopics(
                        List.of(new NewTopic(nome, Optional.of(particoes), Optional.empty()).configs(configuracoes)))
                .all());
        await().atMost(PRAZO).until(() -> espera(admin.listTopics().names()).contains(nome));
    }

    /** O tópico passa a ter {@code total} partições. */
    public void aumenta(String topico, int total) {
        espera(admin.createPartitions(Map.of(topico, NewPartitions.increaseTo(total)))
                .all());
    }

    /** Um ajuste do tópico; {@code valor} nulo é o de fábrica. Volta quando o broker o sabe, como {@link #cria}. */
    public void configura(String topico, String nome, @Nullable String valor) {
        configura(ConfigResource.Type.TOPIC, topico, nome, valor);
    }

    /** Um ajuste do grupo; {@code valor} nulo é o de fábrica. */
    public void configuraGrupo(String grupo, String nome, @Nullable String valor) {
        configura(ConfigResource.Type.GROUP, grupo, nome, valor);
    }

    private void configura(ConfigResource.Type tipo, String deQuem, String nome, @Nullable String valor) {
        var ajuste = new AlterConfigOp(
                new ConfigEntry(nome, valor == null ? "" : valor), valor == null ? OpType.DELETE : OpType.SET);
        var recurso = new ConfigResource(tipo, deQuem);
        espera(admin.incrementalAlterConfigs(Map.of(recurso, List.of(ajuste))).all());
        await().atMost(PRAZO).until(() -> Objects.equals(ajustado(recurso, nome), valor));
    }

    /** O que o broker já sabe de um ajuste; nulo se é o de fábrica. */
    private @Nullable String ajustado(ConfigResource recurso, String nome) {
        return espera(admin.describeConfigs(List.of(recurso)).all()).values().stream()
                .flatMap(config -> config.entries().stream())
                .filter(ajuste -> ajuste.name().equals(nome) && DO_PROPRIO.contains(ajuste.source()))
                .map(ConfigEntry::value)
                .findFirst()
                .orElse(null);
    }

    /** Escreve e espera o acknowledgement; {@code valor} nulo é um tombstone. */
    public RecordMetadata escreve(String topico, String chave, @Nullable String valor) {
        return espera(envia(topico, null, bytes(chave), valor == null ? null : bytes(valor)));
    }

    /** Envia sem esperar, para onde se mandar ou, com {@code particao} nula, para onde a chave levar. */
    public Future<RecordMetadata> envia(
            String topico, @Nullable Integer particao, byte[] chave, byte @Nullable [] valor) {
        return produtor.send(new ProducerRecord<>(topico, particao, chave, valor));
    }

    public Future<RecordMetadata> envia(ProducerRecord<byte[], byte[]> registro) {
        return produtor.send(registro);
    }

    /** Todos os registros que estão no log agora, até os de transações abertas, do começo, por partição e offset. */
    public List<ConsumerRecord<byte[], byte[]>> log(String topico) {
        return log(topico, "read_uncommitted");
    }

    /** O mesmo, mas só o que um programa {@code read_committed} vê. */
    public List<ConsumerRecord<byte[], byte[]>> confirmados(String topico) {
        return log(topico, "read_committed");
    }

    private List<ConsumerRecord<byte[], byte[]>> log(String topico, String isolamento) {
        var configuracao = new Properties();
        configuracao.put("bootstrap.servers", servidores);
        configuracao.put("isolation.level", isolamento);
        try (var consumidor =
                new KafkaConsumer<>(configuracao, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var particoes = consumidor.partitionsFor(topico).stream()
                    .map(info -> new TopicPartition(topico, info.partition()))
                    .toList();
            consumidor.assign(particoes);
            consumidor.seekToBeginning(particoes);
            var fim = consumidor.endOffsets(particoes);
            var lidos = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            long prazo = System.nanoTime() + PRAZO.toNanos();
            if (!AteOFim.le(consumidor, fim, () -> System.nanoTime() < prazo, lidos::add)) {
                throw new IllegalStateException("não cheguei ao fim %s: li %d registros, até %s"
                        .formatted(
                                fim,
                                lidos.size(),
                                particoes.stream().map(consumidor::position).toList()));
            }
            lidos.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset));
            return lidos;
        }
    }

    public static <T> T espera(Future<T> futuro) {
        try {
            return futuro.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        produtor.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
