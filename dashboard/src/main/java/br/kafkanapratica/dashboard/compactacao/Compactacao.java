package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.conexao.Administracao;
import br.kafkanapratica.dashboard.conexao.KafkaNaoConfirmou;
import br.kafkanapratica.leitura.BytesLimitados;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * O log de {@code contas}, lido do broker quando alguém olha, e no máximo uma vez a cada {@value #VALIDADE_MS} ms, não importa quantas
 * páginas olhem. Se a leitura falha, vale a última, que diz de quando é. Pode ser usado de várias threads.
 */
@Component
class Compactacao {

    private static final int VALIDADE_MS = 1_000;
    /** Um log demorado de ler se lê menos vezes: no máximo um terço do tempo. */
    private static final int DESCANSO = 2;

    /** Uns 25 MB durante a leitura. */
    private static final long OFFSETS_LIDOS = 150_000;

    private static final long BYTES_POR_POLL = 1024 * 1024;
    private static final Duration ESPERA_UM = Duration.ofSeconds(10);
    private static final int LETRAS = 2_000;
    private static final int HISTORICO = 300;

    /** Quem não olhou não sabe o que houve no meio. */
    private static final int LACUNA_MS = 10_000;

    /**
     * @param quando em milissegundos desde 1970
     * @param registros nulo, como {@code chaves}, onde não se soube: há uma lacuna
     */
    record Ponto(
            long quando, @Nullable Long registros, @Nullable Long chaves) {}

    /**
     * @param chaves distintas, contadas as removidas
     * @param quando se leu, em milissegundos desde 1970
     * @param problema por que não se leu de novo; nulo se o que está aqui é de agora
     * @param semAtivo por que não se sabe onde começa o segmento ativo de nenhuma; nulo se se sabe
     */
    record Visao(
            List<LogDaParticao> particoes,
            int chaves,
            long quando,
            @Nullable String problema,
            @Nullable String semAtivo,
            List<Ponto> historico) {

        private Visao antiga(String porque) {
            return new Visao(particoes, chaves, quando, porque, semAtivo, historico);
        }
    }

    private final ConsumerFactory<byte[], byte[]> consumidores;
    private final Administracao administracao;
    private final Segmentos segmentos;
    private final Clock relogio;
    private final Deque<Ponto> historico = new ArrayDeque<>();
    private @Nullable Uuid deQuem;
    private @Nullable Visao ultima;
    private @Nullable RuntimeException falha;
    /** Em {@link System#nanoTime()}: o relógio pode recuar. */
    private long lidaEm = System.nanoTime();

    private long valeMs;

    /** E não {@code synchronized}, que prenderia as threads virtuais do Java 21 enquanto o Kafka não responde. */
    private final ReentrantLock trava = new ReentrantLock();

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
     * @throws KafkaNaoConfirmou se o Kafka não responde, e nunca respondeu
     * @throws IllegalStateException se a leitura falhou por outra causa, e nunca deu certo
     */
    Optional<Visao> agora() throws InterruptedException {
        trava.lockInterruptibly();
        try {
            if (System.nanoTime() - lidaEm >= TimeUnit.MILLISECONDS.toNanos(valeMs)) {
                renova();
            }
            if (ultima == null && falha != null) {
                throw falha;
            }
            return Optional.ofNullable(ultima);
        } finally {
            trava.unlock();
        }
    }

    /** O que se soube e o que não se soube valem pelo mesmo tempo: muitas páginas não esperam, uma depois da outra, por um broker morto. */
    private void renova() throws InterruptedException {
        long comeco = System.nanoTime();
        try {
            ultima = le().orElse(null);
            falha = null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                ultima = null;
                falha = null;
            } else {
                falhou(new KafkaNaoConfirmou(e), "O Kafka não respondeu.");
            }
        } catch (KafkaException e) {
            falhou(new KafkaNaoConfirmou(e), "O Kafka não respondeu.");
        } catch (RuntimeException | Error e) { // até OutOfMemoryError: cada pedido releria tudo, e faltaria outra vez
            falhou(new IllegalStateException(e), "Não consegui ler o log (%s).".formatted(e));
        }
        long levou = Duration.ofNanos(System.nanoTime() - comeco).toMillis();
        valeMs = Math.max(VALIDADE_MS, levou * DESCANSO);
        lidaEm = System.nanoTime();
    }

    private void falhou(RuntimeException causa, String porque) {
        falha = causa;
        var antes = ultima;
        if (antes != null) {
            ultima = antes.antiga(porque);
        }
    }

    private Optional<Visao> le() throws ExecutionException, InterruptedException {
        try (var confirmados = consumidor("read_committed", Integer.MAX_VALUE);
                var tudo = consumidor("read_uncommitted", Integer.MAX_VALUE)) {
            var topico = administracao
                    .admin()
                    .describeTopics(List.of(Topico.CONTAS.nome()))
                    .allTopicNames()
                    .get()
                    .get(Topico.CONTAS.nome());
            if (topico == null) {
                return Optional.empty();
            }
            var lido = new LeituraDaParticao(confirmados, tudo)
                    .le(
                            OFFSETS_LIDOS,
                            particao -> segmentos.inicioDoAtivo(topico.topicId(), particao, emDia(topico, particao)));
            long agora = relogio.millis();
            if (!topico.topicId().equals(deQuem)) { // recriado: a história é do outro
                historico.clear();
                deQuem = topico.topicId();
            }
            anota(agora, lido);
            boolean sabido =
                    lido.particoes().stream().map(LogDaParticao::inicioDoAtivo).anyMatch(OptionalLong::isPresent);
            var semAtivo = sabido ? null : segmentos.porQueNaoSeSabe(emDia(topico, 0));
            return Optional.of(
                    new Visao(lido.particoes(), lido.chaves(), agora, null, semAtivo, List.copyOf(historico)));
        }
    }

    private static List<Integer> emDia(TopicDescription topico, int particao) {
        return topico.partitions().stream()
                .filter(info -> info.partition() == particao)
                .flatMap(info -> info.isr().stream())
                .map(Node::id)
                .toList();
    }

    private void anota(long agora, LeituraDaParticao.TudoLido lido) {
        var anterior = historico.peekLast();
        boolean semOlhar = anterior != null && Math.abs(agora - anterior.quando()) > Math.max(LACUNA_MS, 2 * valeMs);
        if (anterior != null && (falha != null || semOlhar)) {
            historico.addLast(new Ponto(agora, null, null));
        }
        historico.addLast(new Ponto(
                agora,
                lido.particoes().stream().mapToLong(LogDaParticao::registros).sum(),
                (long) lido.chaves()));
        while (historico.size() > HISTORICO) {
            historico.removeFirst();
        }
    }

    /**
     * O registro que está neste offset; vazio se não há.
     *
     * @throws KafkaNaoConfirmou se o Kafka não responde
     */
    Optional<Registro> registro(int particao, long offset) {
        try (var consumidor = consumidor("read_uncommitted", 1)) {
            var onde = new TopicPartition(Topico.CONTAS.nome(), particao);
            consumidor.assign(List.of(onde));
            consumidor.seek(onde, offset);
            return registro(consumidor, onde, offset);
        } catch (OffsetOutOfRangeException e) {
            return Optional.empty(); // o começo do log passou dele
        } catch (KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        }
    }

    private static Optional<Registro> registro(Consumer<byte[], byte[]> consumidor, TopicPartition onde, long offset) {
        try {
            long prazo = System.nanoTime() + ESPERA_UM.toNanos();
            while (System.nanoTime() < prazo && consumidor.position(onde) <= offset) {
                for (var registro : TrechoIlegivel.poll(consumidor, Duration.ofMillis(200))) {
                    return registro.offset() == offset ? Optional.of(registro(registro)) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (KafkaException e) {
            return TrechoIlegivel.em(e, consumidor)
                    .map(trecho -> Optional.<Registro>empty())
                    .orElseThrow(() -> e);
        }
    }

    /**
     * @param chave nula se não há
     * @param valor nulo numa remoção
     * @param causa por que não é um saldo; nula se é, ou se é uma remoção
     */
    record Registro(
            @Nullable String chave,
            @Nullable String valor,
            @Nullable String causa,
            long quando) {}

    /** Limitado em bytes, e não em registros: 400 KB no disco podem ser 600 MB depois de descomprimidos. */
    private Consumer<byte[], byte[]> consumidor(String isolamento, int registros) {
        var configuracao = new Properties();
        configuracao.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolamento);
        configuracao.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(registros));
        configuracao.putAll(BytesLimitados.configuracao(BYTES_POR_POLL));
        return consumidores.createConsumer(null, null, null, configuracao);
    }

    private static Registro registro(ConsumerRecord<byte[], byte[]> registro) {
        var chave = registro.key();
        var causa = chave == null
                ? "não tem chave"
                : RegistroDeContas.le(chave, registro.value()) instanceof RegistroDeContas.Malformado malformado
                        ? malformado.causa()
                        : null;
        return new Registro(texto(chave), texto(registro.value()), causa, registro.timestamp());
    }

    private static @Nullable String texto(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        boolean cortado = bytes.length > LETRAS;
        var inicio = cortado ? Arrays.copyOf(bytes, caractereInteiro(bytes, LETRAS)) : bytes;
        try {
            var texto = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(inicio))
                    .toString();
            return cortado ? "%s… (%d bytes ao todo)".formatted(texto, bytes.length) : texto;
        } catch (CharacterCodingException e) {
            return "0x" + HexFormat.of().formatHex(inicio) + (cortado ? "…" : "");
        }
    }

    /** Não corta um caractere de UTF-8 ao meio: os bytes que continuam um começam por 10. */
    private static int caractereInteiro(byte[] bytes, int ate) {
        int fim = ate;
        while (fim > 0 && (bytes[fim] & 0xC0) == 0x80) {
            fim--;
        }
        return fim == 0 ? ate : fim;
    }
}
