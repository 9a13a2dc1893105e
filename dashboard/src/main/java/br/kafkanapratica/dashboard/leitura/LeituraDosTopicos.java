package br.kafkanapratica.dashboard.leitura;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.leitura.ParticoesSemAvanco;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leitura de todas as partições, cada uma desde a sua posição. O que não se consegue ler (um lote danificado, um registro que
 * não cabe na memória) para só a partição em que está: tenta-se dela outra vez, cada vez com mais intervalo.
 *
 * <p>Um erro em {@code poll()} pode ter adiantado partições de que nada se recebeu; por isso a posição que vale é a que está aqui,
 * e depois de um erro o consumidor é outro. Para uma thread por vez.
 */
final class LeituraDosTopicos implements AutoCloseable {

    static final Duration ESPERA = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(LeituraDosTopicos.class);
    private static final int MUITOS = 5_000;
    private static final Duration COM_CUIDADO = Duration.ofSeconds(10);
    private static final Duration PRIMEIRA_TENTATIVA = Duration.ofSeconds(15);
    static final Duration SEM_AVANCO = Duration.ofSeconds(30);
    private static final Duration MAIOR_INTERVALO = Duration.ofMinutes(5);

    private record Parada(TrechoIlegivel trecho, Duration intervalo, long tentarEm) {}

    private final IntFunction<Consumer<byte[], byte[]>> consumidores;
    private final LongSupplier nanos;
    private final ParticoesSemAvanco semAvanco;
    private final Map<TopicPartition, Parada> paradas = new HashMap<>();
    /** Em que se tenta outra vez. */
    private final Map<TopicPartition, Parada> tentadas = new HashMap<>();

    private Map<TopicPartition, Long> posicoes = new HashMap<>();
    private @Nullable Consumer<byte[], byte[]> consumidor;
    private boolean comCuidado;
    private long ateQuando;

    /** @param consumidores um novo, com este {@code max.poll.records} */
    LeituraDosTopicos(IntFunction<Consumer<byte[], byte[]>> consumidores, Fotografia primeira, LongSupplier nanos) {
        this.consumidores = consumidores;
        this.nanos = nanos;
        this.semAvanco = new ParticoesSemAvanco(SEM_AVANCO, nanos);
        primeira.inicio().forEach((particao, inicio) -> {
            boolean soDaquiEmDiante = particao.topic().equals(Topico.CONTAS.nome());
            posicoes.put(particao, soDaquiEmDiante ? primeira.fim().getOrDefault(particao, inicio) : inicio);
        });
    }

    Map<TopicPartition, Long> posicoes() {
        return Map.copyOf(posicoes);
    }

    Collection<TrechoIlegivel> ilegiveis() {
        // Enquanto se tenta de novo, ainda não se leu.
        return Stream.concat(paradas.values().stream(), tentadas.values().stream())
                .map(Parada::trecho)
                .toList();
    }

    /**
     * Uma vez {@code poll()}.
     *
     * @param esperam as partições de que não se quer mais, por ora
     * @throws InvalidOffsetException se o log já não tem o que se ia ler
     * @throws WakeupException se é para parar; {@link InterruptException} também
     */
    ConsumerRecords<byte[], byte[]> le(Set<TopicPartition> esperam) {
        if (posicoes.isEmpty()) { // os tópicos ainda não existem
            LockSupport.parkNanos(ESPERA.toNanos());
            return ConsumerRecords.empty();
        }
        voltaAoNormal();
        retoma();
        try {
            var aberto = aberto();
            pausa(aberto, esperam);
            var registros = comCuidado ? TrechoIlegivel.poll(aberto, ESPERA) : aberto.poll(ESPERA);
            posicoes = posicoes(aberto); // por último: até aqui, o que falhe só faz ler de novo
            return registros;
        } catch (InterruptException | WakeupException | InvalidOffsetException e) {
            throw e;
        } catch (KafkaException e) {
            if (!vaiComCuidado(TrechoIlegivel.em(e, aberto()))) {
                throw e;
            }
        } catch (RuntimeException | Error e) {
            if (!vaiComCuidado(Optional.empty())) {
                throw e;
            }
        }
        return ConsumerRecords.empty();
    }

    private Map<TopicPartition, Long> posicoes(Consumer<?, ?> aberto) {
        var novas = new HashMap<>(posicoes);
        novas.replaceAll((particao, antes) -> paradas.containsKey(particao) ? antes : posicao(aberto, particao, antes));
        return novas;
    }

    /**
     * A partição de que nada vem, embora haja o que ler, também não se lê.
     *
     * @param esperam as de que não se quer mais, por ora
     * @param fim até onde o broker acaba de dizer que se pode ler
     */
    void compara(Set<TopicPartition> esperam, Map<TopicPartition, Long> fim) {
        var lendo = new HashMap<>(posicoes);
        lendo.keySet().removeAll(esperam);
        lendo.keySet().removeAll(paradas.keySet());
        semAvanco.observa(lendo, fim).forEach(this::para);
    }

    /** O log já começa depois daqui: o que não se lia foi apagado. */
    void comecaEm(Map<TopicPartition, Long> inicios) {
        for (var parada : Map.copyOf(paradas).entrySet()) {
            long inicio = inicios.getOrDefault(parada.getKey(), 0L);
            if (inicio > parada.getValue().trecho().offset()) {
                posicoes.put(parada.getKey(), inicio);
                paradas.remove(parada.getKey());
                log.info("{}: o que não se lia foi apagado; sigo do offset {}.", parada.getKey(), inicio);
                fecha();
            }
        }
    }

    /** @param proximos por partição parada: o offset de que seguir, porque alguém decidiu perder o que não se lê */
    void pula(Map<TopicPartition, Long> proximos) {
        proximos.forEach((particao, proximo) -> {
            var parada = paradas.remove(particao);
            if (parada != null) {
                posicoes.put(particao, proximo);
                log.warn(
                        "{}: o grupo que lê esta fila foi posto além do que não se lê (offsets {} a {}); sigo do {}.",
                        particao,
                        parada.trecho().offset(),
                        proximo - 1,
                        proximo);
                fecha();
            }
        });
    }

    @Override
    public void close() {
        fecha();
    }

    /** Devolve se adianta: com cuidado já se estava, e não se sabe de que partição é, não. */
    private boolean vaiComCuidado(Optional<TrechoIlegivel> trecho) {
        if (comCuidado) {
            trecho.ifPresent(this::para);
        }
        boolean adianta = !comCuidado || trecho.isPresent();
        cuida();
        return adianta;
    }

    private void cuida() {
        comCuidado = true;
        ateQuando = nanos.getAsLong() + COM_CUIDADO.toNanos();
        fecha();
    }

    private void pausa(Consumer<?, ?> aberto, Set<TopicPartition> esperam) {
        var pausadas = new HashSet<>(esperam);
        pausadas.addAll(paradas.keySet());
        if (!aberto.paused().equals(pausadas)) {
            aberto.resume(aberto.assignment());
            aberto.pause(pausadas);
        }
    }

    private void para(TrechoIlegivel trecho) {
        var antes = tentadas.remove(trecho.particao());
        boolean oMesmo = antes != null && antes.trecho().offset() == trecho.offset();
        var intervalo = antes != null && oMesmo ? dobro(antes.intervalo()) : PRIMEIRA_TENTATIVA;
        paradas.put(trecho.particao(), new Parada(trecho, intervalo, nanos.getAsLong() + intervalo.toNanos()));
        if (!oMesmo) {
            log.error(
                    "Não consigo ler {} do offset {} em diante ({}); as outras partições seguem, e tento de novo.",
                    trecho.particao(),
                    trecho.offset(),
                    trecho.causa());
        }
    }

    private static Duration dobro(Duration intervalo) {
        var dobro = intervalo.multipliedBy(2);
        return dobro.compareTo(MAIOR_INTERVALO) < 0 ? dobro : MAIOR_INTERVALO;
    }

    private void retoma() {
        for (var parada : Map.copyOf(paradas).entrySet()) {
            if (nanos.getAsLong() - parada.getValue().tentarEm() >= 0) {
                tentadas.put(parada.getKey(), parada.getValue());
                paradas.remove(parada.getKey());
                cuida();
            }
        }
    }

    private void voltaAoNormal() {
        tentadas.values().removeIf(tentada -> {
            boolean passou = posicoes.getOrDefault(tentada.trecho().particao(), 0L)
                    > tentada.trecho().offset();
            if (passou) {
                log.info("{} voltou a ser lida.", tentada.trecho().particao());
            }
            return passou;
        });
        if (comCuidado && nanos.getAsLong() - ateQuando >= 0) {
            comCuidado = false;
            fecha();
        }
    }

    private Consumer<byte[], byte[]> aberto() {
        var aberto = consumidor;
        if (aberto == null) {
            aberto = consumidores.apply(comCuidado ? 1 : MUITOS);
            consumidor = aberto;
            aberto.assign(posicoes.keySet());
            posicoes.forEach(aberto::seek);
        }
        return aberto;
    }

    private void fecha() {
        var aberto = consumidor;
        consumidor = null;
        if (aberto != null) {
            aberto.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private static long posicao(Consumer<?, ?> consumidor, TopicPartition particao, long antes) {
        try {
            return consumidor.position(particao, ESPERA);
        } catch (TimeoutException e) {
            return antes; // sem broker fica a anterior, que não é maior que a verdadeira
        }
    }
}
