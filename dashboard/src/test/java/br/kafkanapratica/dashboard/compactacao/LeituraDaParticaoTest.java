package br.kafkanapratica.dashboard.compactacao;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.RegistroDeContas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy.StrategyType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A tira contra um modelo escrito de outro jeito, em logs sorteados. Para repetir um sorteio: {@code -Dsemente=N}. */
class LeituraDaParticaoTest {

    private static final int PARTICOES = 3;
    private static final int LOGS = 20;

    /** Um registro do log sorteado; os não confirmados só se leem com read_uncommitted. */
    private record Sorteado(ConsumerRecord<byte[], byte[]> registro, boolean confirmado) {}

    @Test
    void emQualquerLogSoDecideUmRegistroDeCadaChaveEEOQueORegistroDeContasDiz() {
        long semente = Long.getLong("semente", System.nanoTime());
        System.out.println("LeituraDoLogTest: -Dsemente=" + semente);
        var sorteio = new Random(semente);
        for (int vez = 0; vez < LOGS; vez++) {
            var log = sorteia(sorteio);
            var lido = le(log, 1_000_000);
            var esperado = esperado(log);
            var visto = new TreeMap<String, Estado>();
            for (var particao : lido.particoes()) {
                for (long offset = 0; offset < particao.trecho().fim(); offset++) {
                    visto.put(particao.numero() + ":" + offset, particao.estado(offset));
                    assertThat(particao.porque(offset)).isNotBlank();
                }
            }
            assertThat(visto).as("semente %d, log %d", semente, vez).containsExactlyEntriesOf(esperado);
            long decidem = lido.particoes().stream()
                    .mapToLong(particao -> particao.quantos(Estado.VIVO)
                            + particao.quantos(Estado.MALFORMADO)
                            + particao.quantos(Estado.REMOCAO))
                    .sum();
            assertThat(decidem).as("um por chave").isEqualTo(lido.chaves());
        }
    }

    @Test
    void numLogMaiorQueALeituraDizDeOndeLeu() {
        var log = IntStream.range(0, 300)
                .mapToObj(i -> new Sorteado(registro(0, i, 1, "k" + i, "x"), true))
                .toList();
        var particao = le(log, 90).particoes().get(0);
        assertThat(particao.trecho()).isEqualTo(new LogDaParticao.Trecho(0, 270, 300, 300));
        assertThat(particao.registros()).isEqualTo(30);
    }

    @Test
    void umTrechoQueNaoSeLeNaoEscondeAsOutrasParticoes() {
        var log = new ArrayList<Sorteado>();
        for (int i = 0; i < 4; i++) {
            log.add(new Sorteado(registro(0, i, 1, "a" + i, null), true));
            log.add(new Sorteado(registro(1, i, 1, "b" + i, null), true));
        }
        var danificado = consumidor(log, true, 0);
        danificado.schedulePollTask(() -> danificado.setPollException(new KafkaException(
                "Received exception when fetching the next record from contas-0. If needed, please seek"
                        + " past the record to continue consumption.")));
        var lido = new LeituraDaParticao(danificado, consumidor(log, false, 0))
                .le(1_000, particao -> OptionalLong.empty());
        assertThat(lido.particoes().get(0).ilegivel()).isNotBlank();
        assertThat(lido.particoes().get(0).trecho().ate()).isZero();
        assertThat(lido.particoes().get(1).quantos(Estado.REMOCAO)).isEqualTo(4);
    }

    private static LeituraDaParticao.TudoLido le(List<Sorteado> log, long maximo) {
        return new LeituraDaParticao(consumidor(log, true), consumidor(log, false))
                .le(maximo, particao -> OptionalLong.of(3));
    }

    private static List<Sorteado> sorteia(Random sorteio) {
        var log = new ArrayList<Sorteado>();
        for (int particao = 0; particao < PARTICOES; particao++) {
            long aberta = 10 + sorteio.nextInt(40); // daqui em diante, uma transação que ainda não acabou
            for (long offset = 0; offset < 50; offset++) {
                if (sorteio.nextInt(4) > 0) {
                    var registro = registro(
                            particao,
                            offset,
                            sorteio.nextInt(5),
                            sorteio.nextInt(40) == 0 ? null : "c" + sorteio.nextInt(12),
                            valor(sorteio));
                    log.add(new Sorteado(registro, offset < aberta && sorteio.nextInt(10) > 0));
                }
            }
        }
        return log;
    }

    private static @Nullable String valor(Random sorteio) {
        return switch (sorteio.nextInt(4)) {
            case 0 -> null;
            case 1 -> "isto não é um saldo";
            case 2 -> "{\"cliente_id\":\"c0\",\"saldo\":1,\"timestamp\":\"2025-10-14T15:20:57\"}"; // vale só para c0
            default -> "c";
        };
    }

    /** O modelo: cada offset contra todos os outros. */
    private static Map<String, Estado> esperado(List<Sorteado> log) {
        var estados = new TreeMap<String, Estado>();
        var estaveis = new HashMap<Integer, Long>();
        for (int particao = 0; particao < PARTICOES; particao++) {
            estaveis.put(particao, estavel(log, particao));
            for (long offset = 0; offset < fim(log, particao); offset++) {
                estados.put(particao + ":" + offset, Estado.BURACO);
            }
        }
        for (var este : log) {
            var registro = este.registro();
            Estado estado;
            if (!este.confirmado()) {
                estado = registro.offset() < estaveis.get(registro.partition()) ? Estado.ABORTADO : Estado.PENDENTE;
            } else if (registro.key() == null) {
                estado = Estado.SEM_CHAVE;
            } else {
                var daChave = log.stream()
                        .filter(Sorteado::confirmado)
                        .map(Sorteado::registro)
                        .filter(outro -> outro.key() != null
                                && new String(outro.key(), UTF_8).equals(new String(registro.key(), UTF_8)))
                        .toList();
                boolean superado = daChave.stream()
                        .anyMatch(outro ->
                                outro.partition() == registro.partition() && outro.offset() > registro.offset());
                boolean encoberto = daChave.stream()
                        .filter(outro -> outro.partition() != registro.partition())
                        .filter(outro -> daChave.stream()
                                .noneMatch(depois ->
                                        depois.partition() == outro.partition() && depois.offset() > outro.offset()))
                        .anyMatch(outro -> outro.timestamp() > registro.timestamp()
                                || outro.timestamp() == registro.timestamp()
                                        && outro.partition() > registro.partition());
                var lido = RegistroDeContas.le(registro.key(), registro.value());
                estado = superado
                        ? Estado.SUPERADO
                        : encoberto
                                ? Estado.ENCOBERTO
                                : lido instanceof RegistroDeContas.Valido
                                        ? Estado.VIVO
                                        : lido instanceof RegistroDeContas.Removido
                                                ? Estado.REMOCAO
                                                : Estado.MALFORMADO;
            }
            estados.put(registro.partition() + ":" + registro.offset(), estado);
        }
        return estados;
    }

    private static long fim(List<Sorteado> log, int particao) {
        return log.stream()
                .filter(este -> este.registro().partition() == particao)
                .mapToLong(este -> este.registro().offset() + 1)
                .max()
                .orElse(0);
    }

    private static long estavel(List<Sorteado> log, int particao) {
        return log.stream()
                .filter(Sorteado::confirmado)
                .filter(este -> este.registro().partition() == particao)
                .mapToLong(este -> este.registro().offset() + 1)
                .max()
                .orElse(0);
    }

    private static MockConsumer<byte[], byte[]> consumidor(List<Sorteado> log, boolean soConfirmados) {
        return consumidor(log, soConfirmados, -1);
    }

    /** @param calada a partição de que nenhum registro se lê */
    private static MockConsumer<byte[], byte[]> consumidor(List<Sorteado> log, boolean soConfirmados, int calada) {
        // O MockConsumer esquece, a cada poll(), os registros das partições que não estão atribuídas.
        var consumidor = new MockConsumer<byte[], byte[]>(StrategyType.NONE.toString()) {
            @Override
            public synchronized void assign(Collection<TopicPartition> atribuidas) {
                super.assign(atribuidas);
                log.stream()
                        .filter(este -> este.confirmado() || !soConfirmados)
                        .map(Sorteado::registro)
                        .filter(registro -> registro.partition() != calada)
                        .filter(registro -> atribuidas.contains(new TopicPartition("contas", registro.partition())))
                        .forEach(this::addRecord);
            }
        };
        var particoes = IntStream.range(0, PARTICOES)
                .mapToObj(particao -> new TopicPartition("contas", particao))
                .toList();
        consumidor.updatePartitions(
                "contas",
                particoes.stream()
                        .map(particao -> new PartitionInfo(
                                "contas", particao.partition(), Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        for (var particao : particoes) {
            int numero = particao.partition();
            consumidor.updateBeginningOffsets(Map.of(particao, 0L));
            consumidor.updateEndOffsets(Map.of(particao, soConfirmados ? estavel(log, numero) : fim(log, numero)));
        }
        return consumidor;
    }

    private static ConsumerRecord<byte[], byte[]> registro(
            int particao, long offset, long tempo, @Nullable String chave, @Nullable String valor) {
        return new ConsumerRecord<>(
                "contas",
                particao,
                offset,
                tempo,
                TimestampType.CREATE_TIME,
                0,
                0,
                chave == null ? null : chave.getBytes(UTF_8),
                valor == null ? null : valor.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }
}
