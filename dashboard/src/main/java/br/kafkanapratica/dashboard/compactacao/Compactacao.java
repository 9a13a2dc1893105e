package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.cluster.Administracao;
import br.kafkanapratica.dashboard.cluster.KafkaNaoConfirmou;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * O log de {@code contas} como está agora, lido do broker quando alguém olha, e no máximo uma vez a cada {@value #VALIDADE_MS} ms,
 * não importa quantas páginas olhem. Pode ser usado de várias threads.
 */
@Component
class Compactacao {

    private static final int VALIDADE_MS = 1_000;
    /** Uns 20 MB durante a leitura. */
    private static final long OFFSETS_LIDOS = 150_000;

    private static final int LETRAS = 2_000;
    private static final int HISTORICO = 300;

    /** @param quando em milissegundos desde 1970 */
    record Ponto(long quando, long registros, long chaves) {}

    /**
     * @param parcial se o log é maior do que se leu, e os números são só do fim dele
     * @param ativoConhecido se a pasta do broker pôde ser lida
     */
    record Visao(List<LogDaParticao> particoes, boolean parcial, boolean ativoConhecido, List<Ponto> historico) {}

    private final ConsumerFactory<byte[], byte[]> consumidores;
    private final Administracao administracao;
    private final Segmentos segmentos;
    private final Clock relogio;
    private final Deque<Ponto> historico = new ArrayDeque<>();
    private @Nullable Visao ultima;
    private long lidaEm;

    Compactacao(
            ConsumerFactory<byte[], byte[]> consumidores,
            Administracao administracao,
            Segmentos segmentos,
            Clock relogio) {
        this.consumidores = consumidores;
        this.administracao = administracao;
        this.segmentos = segmentos;
        this.relogio = relogio;
    }

    /**
     * @return vazio se o tópico não existe
     * @throws KafkaNaoConfirmou se o Kafka não responde
     */
    synchronized Optional<Visao> agora() throws InterruptedException {
        var recente = ultima;
        if (recente != null && relogio.millis() - lidaEm < VALIDADE_MS) {
            return Optional.of(recente);
        }
        try (var consumidor = consumidor()) {
            var id = administracao
                    .admin()
                    .describeTopics(List.of(Topico.CONTAS.nome()))
                    .allTopicNames()
                    .get()
                    .get(Topico.CONTAS.nome());
            if (id == null) {
                return Optional.empty();
            }
            var logs = LeituraDoLog.le(
                    consumidor, OFFSETS_LIDOS, particao -> segmentos.inicioDoAtivo(id.topicId(), particao));
            var nova = visao(consumidor, logs);
            ultima = nova;
            lidaEm = relogio.millis();
            return Optional.of(nova);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new KafkaNaoConfirmou(e);
        } catch (KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }

    /** O registro que está neste offset; vazio se não há. */
    Optional<Registro> registro(int particao, long offset) {
        try (var consumidor = consumidor()) {
            var onde = new TopicPartition(Topico.CONTAS.nome(), particao);
            consumidor.assign(List.of(onde));
            consumidor.seek(onde, offset);
            var lote = consumidor.poll(Duration.ofSeconds(2)).records(onde);
            return lote.isEmpty() || lote.get(0).offset() != offset
                    ? Optional.empty()
                    : Optional.of(registro(lote.get(0)));
        } catch (KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }

    /** @param valor nulo numa remoção */
    record Registro(@Nullable String chave, @Nullable String valor, long quando) {}

    private Visao visao(Consumer<?, ?> consumidor, List<LogDaParticao> logs) {
        var comecos = consumidor.beginningOffsets(logs.stream()
                .map(log -> new TopicPartition(Topico.CONTAS.nome(), log.numero()))
                .toList());
        boolean parcial = logs.stream()
                .anyMatch(log -> comecos.getOrDefault(new TopicPartition(Topico.CONTAS.nome(), log.numero()), 0L)
                        < log.inicio());
        anota(logs);
        return new Visao(
                logs,
                parcial,
                logs.stream().map(LogDaParticao::inicioDoAtivo).anyMatch(OptionalLong::isPresent),
                List.copyOf(historico));
    }

    private void anota(List<LogDaParticao> logs) {
        historico.addLast(new Ponto(
                relogio.millis(),
                logs.stream().mapToLong(LogDaParticao::registros).sum(),
                logs.stream().mapToLong(LogDaParticao::chaves).sum()));
        if (historico.size() > HISTORICO) {
            historico.removeFirst();
        }
    }

    /** {@code read_uncommitted}: a tira é do log como ele é, até o que ainda não se confirmou. */
    private Consumer<byte[], byte[]> consumidor() {
        var tudo = new Properties();
        tudo.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return consumidores.createConsumer(null, null, null, tudo);
    }

    private static Registro registro(ConsumerRecord<byte[], byte[]> registro) {
        return new Registro(texto(registro.key()), texto(registro.value()), registro.timestamp());
    }

    private static @Nullable String texto(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            var texto = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return texto.length() <= LETRAS ? texto : texto.substring(0, LETRAS) + "…";
        } catch (CharacterCodingException e) {
            return "0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, LETRAS / 2));
        }
    }
}
