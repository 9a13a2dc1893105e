package br.kafkanapratica.estado;

import static java.nio.charset.StandardCharsets.UTF_8;

import br.kafkanapratica.estado.chaves.EmMapa;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Um log em memória e os consumidores que o leem, com as manias dos do Kafka: de um registro que não se lê, com muitos registros por
 * {@code poll()}, sai um erro da JVM <em>depois</em> de as posições das outras partições terem andado; um a um, sai o nome da
 * partição. E quem o observa de fora. De várias threads.
 */
final class LogDeMentira implements Consumidores {

    static final String TOPICO = "contas";

    private final Map<TopicPartition, TreeMap<Long, String>> registros = new HashMap<>();
    private final Map<TopicPartition, Long> fins = new HashMap<>();
    private final Map<TopicPartition, Integer> epocas = new HashMap<>();
    private final Set<ConsumerRecordId> danificados = new HashSet<>();
    private final Set<ConsumerRecordId> semNome = new HashSet<>();
    private final Map<ConsumerRecordId, Throwable> fatais = new HashMap<>();
    final Map<TopicPartition, Long> transacoes = new HashMap<>();
    final List<Modo> abertos = new ArrayList<>();
    private Uuid id = Uuid.randomUuid();
    /** De onde se recomeçou, com a época. */
    final List<OffsetAndMetadata> retomadas = new CopyOnWriteArrayList<>();

    volatile @Nullable RuntimeException recusa;
    final AtomicInteger recusas = new AtomicInteger();

    /** Uma vez, depois de um poll() que deu registros. */
    volatile @Nullable RuntimeException recusaAPosicao;

    private boolean deu;
    volatile boolean mudo;
    Duration retencaoDasRemocoes = Duration.ofDays(1);

    private record ConsumerRecordId(TopicPartition particao, long offset) {}

    LogDeMentira(int particoes) {
        for (int i = 0; i < particoes; i++) {
            cria(i);
        }
    }

    synchronized void cria(int numero) {
        var particao = particao(numero);
        registros.put(particao, new TreeMap<>());
        fins.put(particao, 0L);
        epocas.put(particao, 1);
    }

    /** O que se faz dele: o offset do último registro de cada chave. */
    static EmMapa<String> estado() {
        return new EmMapa<>((chave, valor) -> new String(valor, UTF_8));
    }

    static TopicPartition particao(int numero) {
        return new TopicPartition(TOPICO, numero);
    }

    synchronized long escreve(int particao, String cliente) {
        long offset = fins.merge(particao(particao), 1L, Long::sum) - 1;
        registros.get(particao(particao)).put(offset, cliente);
        return offset;
    }

    /** O que há do primeiro ao último, sem ele, já não está no log; os offsets dos outros não mudam. */
    synchronized void compacta(int particao, long de, long ate) {
        registros.get(particao(particao)).subMap(de, ate).clear();
    }

    /** O Kafka recusa o lote: o CRC não confere. */
    synchronized void danifica(int particao, long offset) {
        danificados.add(new ConsumerRecordId(particao(particao), offset));
    }

    /** O Kafka não entende a versão do lote, que fica à frente dos outros, e não diz de que partição é. */
    synchronized void danificaSemNome(int particao, long offset) {
        semNome.add(new ConsumerRecordId(particao(particao), offset));
    }

    /** A JVM não aguenta o registro. */
    synchronized void tornaFatal(int particao, long offset, Throwable erro) {
        fatais.put(new ConsumerRecordId(particao(particao), offset), erro);
    }

    synchronized void conserta() {
        danificados.clear();
        semNome.clear();
        fatais.clear();
    }

    /** Como um broker restaurado de uma cópia. */
    synchronized void voltaAtras(int particao, long fim) {
        registros.get(particao(particao)).tailMap(fim).clear();
        fins.put(particao(particao), fim);
    }

    /** Outro tópico, vazio, com o mesmo nome. */
    synchronized void recria() {
        id = Uuid.randomUuid();
        registros.values().forEach(Map::clear);
        fins.replaceAll((particao, fim) -> 0L);
    }

    synchronized void mudaEpoca(int particao, int epoca) {
        epocas.put(particao(particao), epoca);
    }

    synchronized Observacao.Topico observa() {
        var inicio = new HashMap<TopicPartition, Long>();
        fins.keySet().forEach(particao -> inicio.put(particao, 0L));
        var estavel = new HashMap<>(fins);
        estavel.putAll(transacoes);
        return new Observacao.Topico(id, inicio, Map.copyOf(fins), estavel, Map.copyOf(epocas), retencaoDasRemocoes);
    }

    Observador observador() {
        return () -> CompletableFuture.completedFuture(observa());
    }

    @Override
    public synchronized Consumer<byte[], byte[]> abre(Modo modo, int particoes) {
        abertos.add(modo);
        return new MockConsumer<>("none") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration espera) {
                return LogDeMentira.this.poll(this, modo);
            }

            @Override
            public synchronized long position(TopicPartition particao, Duration espera) {
                var erro = recusaAPosicao;
                if (erro != null && deu) {
                    recusaAPosicao = null;
                    throw erro;
                }
                return super.position(particao, espera);
            }

            @Override
            public synchronized void seek(TopicPartition particao, OffsetAndMetadata onde) {
                retomadas.add(onde);
                super.seek(particao, onde);
            }

            @Override
            public synchronized Map<TopicPartition, Long> endOffsets(java.util.Collection<TopicPartition> quais) {
                return observa().fim();
            }
        };
    }

    private synchronized ConsumerRecords<byte[], byte[]> poll(MockConsumer<byte[], byte[]> consumidor, Modo modo) {
        int restam = modo == Modo.DEPRESSA ? 10 : 1;
        var lidos = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        if (recusa != null) {
            recusas.incrementAndGet();
            throw recusa;
        }
        if (mudo) {
            return ConsumerRecords.empty();
        }
        var proximos = new HashMap<TopicPartition, OffsetAndMetadata>();
        var particoes = new ArrayList<>(consumidor.assignment());
        if (particoes.stream()
                .anyMatch(esta -> semNome.contains(new ConsumerRecordId(esta, consumidor.position(esta))))) {
            throw new CorruptRecordException("Invalid magic found in record: 66");
        }
        particoes.removeAll(consumidor.paused());
        particoes.sort((a, b) -> b.partition() - a.partition()); // a que vai falhar, nos testes, é a última
        for (var particao : particoes) {
            long ate = transacoes.getOrDefault(particao, fins.get(particao));
            for (long em = consumidor.position(particao); em < ate && restam > 0; em++) {
                var este = new ConsumerRecordId(particao, em);
                if (semNome.contains(este)) {
                    break;
                }
                if (danificados.contains(este) || fatais.containsKey(este) && modo != Modo.DEPRESSA) {
                    if (lidos.isEmpty()) {
                        throw new KafkaException(
                                "Received exception when fetching the next record from " + particao + ". If needed",
                                fatais.getOrDefault(este, new KafkaException("Record is corrupt")));
                    }
                    break;
                }
                if (fatais.containsKey(este)) {
                    throw sneaky(fatais.get(este));
                }
                consumidor.seek(particao, em + 1);
                var cliente = registros.get(particao).get(em);
                if (cliente != null) {
                    restam--;
                    var valor = Long.toString(em);
                    lidos.computeIfAbsent(particao, nova -> new ArrayList<>())
                            .add(new ConsumerRecord<>(
                                    TOPICO, particao.partition(), em, cliente.getBytes(UTF_8), valor.getBytes(UTF_8)));
                }
            }
        }
        lidos.keySet()
                .forEach(particao -> proximos.put(
                        particao,
                        new OffsetAndMetadata(consumidor.position(particao), Optional.of(epocas.get(particao)), "")));
        deu = !lidos.isEmpty();
        return new ConsumerRecords<>(lidos, proximos);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable erro) throws E {
        throw (E) erro;
    }
}
