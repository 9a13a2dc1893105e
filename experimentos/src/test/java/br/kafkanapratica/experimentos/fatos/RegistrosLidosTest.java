package br.kafkanapratica.experimentos.fatos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Estado;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** O que deu de cada registro: confirmado, desfeito, em aberto; só os de depois do início. */
class RegistrosLidosTest {

    private static final Instant INICIO = Instant.ofEpochMilli(1_000);
    private static final TopicPartition PARTICAO = new TopicPartition(Topico.NOVOS_PEDIDOS.nome(), 0);

    /** Acha o offset do início pela hora, o que o {@code MockConsumer} não faz. */
    private static class Leitor extends MockConsumer<byte[], byte[]> {
        private final List<Long> tempos;
        private final TopicPartition particao;

        Leitor(List<Long> tempos) {
            this(tempos, PARTICAO);
        }

        Leitor(List<Long> tempos, TopicPartition particao) {
            super("earliest");
            this.tempos = tempos;
            this.particao = particao;
            updatePartitions(particao.topic(), List.of(new PartitionInfo(particao.topic(), 0, null, null, null)));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> quando, Duration prazo) {
            for (int offset = 0; offset < tempos.size(); offset++) {
                if (tempos.get(offset) >= quando.getOrDefault(particao, Long.MAX_VALUE)) {
                    return Map.of(particao, new OffsetAndTimestamp(offset, tempos.get(offset), Optional.empty()));
                }
            }
            return Map.of();
        }
    }

    private static void poe(Leitor leitor, long offset, long tempo) {
        leitor.addRecord(new ConsumerRecord<>(
                leitor.particao.topic(),
                0,
                offset,
                tempo,
                TimestampType.CREATE_TIME,
                1,
                1,
                ("p" + offset).getBytes(StandardCharsets.UTF_8),
                new byte[] {'{', '}'},
                new RecordHeaders(),
                Optional.empty()));
    }

    /** Escrito depois de um leitor chegar ao fim e antes de o outro começar. */
    @Test
    void oQueSeViuConfirmadoAntesDeSeVerNaoFoiDesfeito() {
        var tempos = List.of(1_100L);
        var tudo = new Leitor(tempos);
        var confirmado = new Leitor(tempos);
        tudo.updateEndOffsets(Map.of(PARTICAO, 0L));
        confirmado.updateEndOffsets(Map.of(PARTICAO, 1L));
        confirmado.schedulePollTask(() -> poe(confirmado, 0, 1_100));
        var fila = new ArrayDeque<>(List.of(tudo, new Leitor(tempos)));
        try (var registros = new RegistrosLidos(INICIO, fila::remove, () -> confirmado)) {
            registros.le();
            assertThat(registros.lidos()).isEmpty();

            tudo.updateEndOffsets(Map.of(PARTICAO, 1L));
            tudo.schedulePollTask(() -> poe(tudo, 0, 1_100));
            registros.le();
            assertThat(registros.lidos()).extracting(Registro::estado).containsExactly(Estado.CONFIRMADO);
        }
    }

    /** Não é o Kafka que não responde. */
    @Test
    void enquantoNaoChegaAoFimNaoHaNovidade() {
        var tudo = new Leitor(List.of(1_100L));
        var confirmado = new Leitor(List.of(1_100L));
        for (var leitor : List.of(tudo, confirmado)) {
            leitor.updateEndOffsets(Map.of(PARTICAO, 1L)); // e nada vem
        }
        var fila = new ArrayDeque<>(List.of(tudo, new Leitor(List.of(1_100L))));
        try (var registros = new RegistrosLidos(INICIO, fila::remove, () -> confirmado)) {
            assertThat(registros.le()).isEmpty();
        }
    }

    /** Reler uma carga custaria demais; mas o que a política delete tira, o começo do log o diz. */
    @Test
    void oQueAPoliticaDeleteApagouSeSabeTambemDeUmaCarga() {
        var copia = new TopicPartition(Fatos.CONTAS_DELETE, 0);
        int quantos = 20_010;
        var tempos = List.of(1_100L);
        var tudo = new Leitor(tempos, copia);
        var confirmado = new Leitor(tempos, copia);
        for (var leitor : List.of(tudo, confirmado)) {
            leitor.updateEndOffsets(Map.of(copia, (long) quantos));
            leitor.setMaxPollRecords(quantos);
            leitor.schedulePollTask(() -> LongStream.range(0, quantos).forEach(offset -> poe(leitor, offset, 1_100)));
        }
        var releitura = new Leitor(tempos, copia);
        releitura.updateBeginningOffsets(Map.of(copia, 0L));
        var fila = new ArrayDeque<>(List.of(tudo, releitura));
        try (var registros = new RegistrosLidos(INICIO, fila::remove, () -> confirmado)) {
            registros.le();
            assertThat(registros.apagados()).isEmpty();

            releitura.updateBeginningOffsets(Map.of(copia, (long) quantos));
            assertThat(registros.apagados()).hasSameSizeAs(registros.lidos());
        }
    }

    /** Perguntar pelo fim dele esperaria até ao prazo, e nada se veria dos outros. */
    @Test
    void deUmTopicoApagadoFicaOQueSeLeu_eDosOutrosContinuaSeALer() {
        var copia = new TopicPartition(Fatos.CONTAS_DELETE, 0);
        var tudo = new SemOsApagados(copia);
        var confirmado = new SemOsApagados(copia);
        var releitura = new SemOsApagados(copia);
        for (var leitor : List.of(tudo, confirmado)) {
            leitor.updateEndOffsets(Map.of(copia, 1L));
            leitor.schedulePollTask(() -> poe(leitor, 0, 1_100));
        }
        releitura.updateBeginningOffsets(Map.of(copia, 0L));
        var fila = new ArrayDeque<>(List.of(tudo, releitura));
        try (var registros = new RegistrosLidos(INICIO, fila::remove, () -> confirmado)) {
            registros.le();
            assertThat(registros.lidos()).extracting(Registro::estado).containsExactly(Estado.CONFIRMADO);

            for (var leitor : List.of(tudo, confirmado, releitura)) {
                leitor.apagado = true;
            }
            assertThat(registros.le())
                    .hasValueSatisfying(fins -> assertThat(fins).isEmpty());
            assertThat(registros.lidos()).extracting(Registro::estado).containsExactly(Estado.CONFIRMADO);
            assertThat(registros.apagados()).isEmpty();
        }
    }

    /** De um tópico que já não há, o Kafka só responde que não sabe, e o cliente insiste até ao prazo. */
    private static final class SemOsApagados extends Leitor {
        boolean apagado;

        SemOsApagados(TopicPartition particao) {
            super(List.of(1_100L), particao);
        }

        @Override
        public synchronized Map<String, List<PartitionInfo>> listTopics(Duration prazo) {
            return apagado ? Map.of() : super.listTopics(prazo);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> quais, Duration prazo) {
            return responde(quais, super.endOffsets(quais, prazo));
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(
                Collection<TopicPartition> quais, Duration prazo) {
            return responde(quais, super.beginningOffsets(quais, prazo));
        }

        private Map<TopicPartition, Long> responde(
                Collection<TopicPartition> quais, Map<TopicPartition, Long> resposta) {
            if (apagado && !quais.isEmpty()) {
                throw new TimeoutException("sem resposta");
            }
            return resposta;
        }
    }

    /** Quem decide é o lugar no log; e um log que perdeu o fim se relê do começo, e nele o de antes não conta. */
    @Test
    void comORelogioAtrasadoOQueSeEscreveDepoisTambemSeVe() {
        var tempos = List.of(5_000L, 500L); // o primeiro, de um relógio adiantado: dali em diante se lê
        var tudo = new Leitor(tempos);
        var confirmado = new Leitor(tempos);
        for (var leitor : List.of(tudo, confirmado)) {
            leitor.updateBeginningOffsets(Map.of(PARTICAO, 0L));
            leitor.updateEndOffsets(Map.of(PARTICAO, 2L));
            leitor.schedulePollTask(() -> {
                poe(leitor, 0, 5_000);
                poe(leitor, 1, 500);
            });
        }
        var fila = new ArrayDeque<>(List.of(tudo, new Leitor(tempos)));
        try (var registros = new RegistrosLidos(INICIO, fila::remove, () -> confirmado)) {
            registros.le();
            assertThat(registros.lidos()).extracting(Registro::chave).containsExactly("p0");

            for (var leitor : List.of(tudo, confirmado)) {
                leitor.updateEndOffsets(Map.of(PARTICAO, 4L));
                leitor.schedulePollTask(() -> {
                    poe(leitor, 2, 1_100);
                    poe(leitor, 3, 700);
                });
            }
            registros.le();
            assertThat(registros.lidos()).extracting(Registro::chave).containsExactly("p0", "p2", "p3");
        }
    }

    @Test
    void cadaRegistroComOQueDeuATransacaoDele() {
        var tempos = List.of(500L, 900L, 1_100L, 1_200L, 1_300L, 1_400L);
        var tudo = new Leitor(tempos);
        var confirmado = new Leitor(tempos);
        tudo.updateEndOffsets(Map.of(PARTICAO, 6L));
        confirmado.updateEndOffsets(Map.of(PARTICAO, 5L)); // o 5 é de uma transação aberta
        for (var leitor : List.of(tudo, confirmado)) {
            leitor.schedulePollTask(() -> {
                poe(leitor, 2, 1_100);
                if (leitor == tudo) {
                    poe(leitor, 3, 1_200);
                }
                poe(leitor, 4, 1_300);
                if (leitor == tudo) {
                    poe(leitor, 5, 1_400);
                }
            });
        }
        var fila = new ArrayDeque<>(List.of(tudo, new Leitor(tempos)));
        try (var registros = new RegistrosLidos(INICIO, fila::remove, () -> confirmado)) {
            registros.le();

            assertThat(registros.lidos())
                    .extracting(Registro::chave, Registro::estado)
                    .containsExactly(
                            tuple("p2", Estado.CONFIRMADO),
                            tuple("p3", Estado.DESFEITO),
                            tuple("p4", Estado.CONFIRMADO),
                            tuple("p5", Estado.ABERTO));
        }
    }
}
