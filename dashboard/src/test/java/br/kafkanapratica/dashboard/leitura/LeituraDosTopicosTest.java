package br.kafkanapratica.dashboard.leitura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Consumidores que falham como o do Kafka: um erro em {@code poll()} adianta partições de que nada se entregou. */
class LeituraDosTopicosTest {

    private static final TopicPartition BOA = new TopicPartition("novos_pedidos", 0);
    private static final TopicPartition RUIM = new TopicPartition("novos_pedidos", 1);

    private final Map<TopicPartition, Integer> log = new HashMap<>(Map.of(BOA, 6, RUIM, 6));
    private final List<Integer> abertos = new ArrayList<>();
    private final List<String> entregues = new ArrayList<>();
    private long agora;
    private long naoSeLe = -1;
    private long mudo = -1;
    private int posicoesAteFalhar = Integer.MAX_VALUE;
    private boolean fechaMal;
    private Throwable causa = new OutOfMemoryError("Java heap space");

    private final class Falso extends MockConsumer<byte[], byte[]> {
        private final int porVez;
        private boolean marcado;

        Falso(int porVez) {
            super("none");
            this.porVez = porVez;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration espera) {
            var registros = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
            int falta = porVez;
            for (var particao : List.of(BOA, RUIM)) {
                while (falta > 0
                        && !paused().contains(particao)
                        && position(particao) < log.getOrDefault(particao, 0)) {
                    if (particao.equals(RUIM) && position(particao) == mudo) {
                        break;
                    }
                    if (particao.equals(RUIM) && position(particao) == naoSeLe) {
                        if (!registros.isEmpty() && porVez == 1) {
                            break;
                        }
                        falha();
                    }
                    registros
                            .computeIfAbsent(particao, nova -> new ArrayList<>())
                            .add(new ConsumerRecord<>(
                                    particao.topic(),
                                    particao.partition(),
                                    position(particao),
                                    Long.toString(position(particao)).getBytes(StandardCharsets.UTF_8),
                                    null));
                    seek(particao, position(particao) + 1);
                    falta--;
                }
            }
            return new ConsumerRecords<>(registros, Map.of());
        }

        @Override
        public synchronized long position(TopicPartition particao, Duration espera) {
            if (posicoesAteFalhar-- == 0) {
                throw new NoClassDefFoundError("uma classe");
            }
            return super.position(particao, espera);
        }

        @Override
        public synchronized void close(CloseOptions como) {
            if (fechaMal) {
                fechaMal = false;
                throw new NoClassDefFoundError("uma classe");
            }
            super.close(como);
        }

        private void falha() {
            if (causa instanceof Error erro && !marcado) {
                marcado = true;
                throw erro;
            }
            if (causa instanceof RuntimeException outra && !(causa instanceof KafkaException)) {
                throw outra;
            }
            throw new KafkaException(
                    "Received exception when fetching the next record from " + RUIM
                            + ". If needed, please seek past the record to continue consumption.",
                    causa);
        }
    }

    private final LeituraDosTopicos leitura = new LeituraDosTopicos(this::abre, foto(), () -> agora);

    @Test
    void umRegistroQueNaoCabeNaMemoriaParaSoASuaParticao() {
        naoSeLe = 3;
        le(30);
        assertThat(entregues).doesNotHaveDuplicates().hasSize(9);
        assertThat(leitura.posicoes()).containsEntry(BOA, 6L).containsEntry(RUIM, 3L);
        assertThat(leitura.ilegiveis()).singleElement().satisfies(trecho -> {
            assertThat(trecho.particao()).isEqualTo(RUIM);
            assertThat(trecho.offset()).isEqualTo(3);
        });
        assertThat(abertos).startsWith(5_000).contains(1);

        log.put(BOA, 8);
        le(10);
        assertThat(leitura.posicoes()).as("as outras seguem").containsEntry(BOA, 8L);
    }

    @Test
    void umLoteDanificadoTambem() {
        naoSeLe = 0;
        causa = new KafkaException("Record batch for partition novos_pedidos-1 at offset 0 is invalid, cause: CRC");
        le(30);
        assertThat(leitura.posicoes()).containsEntry(BOA, 6L).containsEntry(RUIM, 0L);
        assertThat(leitura.ilegiveis()).extracting(TrechoIlegivel::particao).containsExactly(RUIM);
    }

    /** O consumidor dá por lidos os registros da outra partição, que ninguém recebeu, seja qual for o erro. */
    @Test
    void qualquerErroFazLerDeNovoOQueNaoSeEntregou() {
        naoSeLe = 3;
        causa = new IllegalStateException("Unexpected error code 99");
        for (int i = 0; i < 30; i++) {
            try {
                le(1);
            } catch (IllegalStateException e) {
                assertThat(e).isSameAs(causa);
            }
        }
        assertThat(entregues).doesNotHaveDuplicates().hasSize(9);
    }

    @Test
    void oQueFalhaAoGuardarAsPosicoesTambem() {
        posicoesAteFalhar = 1; // a segunda partição
        le(30);
        assertThat(entregues).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void oQueFalhaAoDeixarDeLerComCuidadoNaoPerdeUmRegistro() {
        posicoesAteFalhar = 0;
        le(3);
        agora += Duration.ofSeconds(20).toNanos();
        fechaMal = true;
        for (int i = 0; i < 30; i++) {
            try {
                le(1);
            } catch (NoClassDefFoundError e) {
                assertThat(fechaMal).isFalse();
            }
        }
        assertThat(entregues).doesNotHaveDuplicates().hasSize(12);
    }

    /** Um lote de comprimento danificado: para o broker o log acaba ali, e não há erro nenhum. */
    @Test
    void oQueOBrokerNaoEntregaTambemNaoSeLe() {
        mudo = 3;
        le(5);
        var fim = Map.of(BOA, 6L, RUIM, 6L);
        comparaPorBastanteTempo(Set.of(RUIM), fim);
        assertThat(leitura.ilegiveis()).as("espera porque se quis").isEmpty();
        comparaPorBastanteTempo(Set.of(), fim);
        assertThat(leitura.ilegiveis()).singleElement().satisfies(trecho -> {
            assertThat(trecho.particao()).isEqualTo(RUIM);
            assertThat(trecho.offset()).isEqualTo(3);
        });

        agora += Duration.ofSeconds(20).toNanos();
        le(30);
        assertThat(leitura.ilegiveis()).as("tentar não é conseguir").hasSize(1);

        mudo = -1;
        le(30);
        assertThat(leitura.ilegiveis()).isEmpty();
        assertThat(leitura.posicoes()).containsEntry(RUIM, 6L);
    }

    private void comparaPorBastanteTempo(Set<TopicPartition> esperam, Map<TopicPartition, Long> fim) {
        for (int segundo = 0; segundo <= LeituraDosTopicos.SEM_AVANCO.toSeconds() + 1; segundo++) {
            leitura.compara(esperam, fim);
            agora += Duration.ofSeconds(1).toNanos();
        }
    }

    @Test
    void consertadoVoltaALerSozinha() {
        naoSeLe = 3;
        le(30);
        naoSeLe = -1;
        agora += Duration.ofSeconds(20).toNanos();
        le(30);
        assertThat(leitura.ilegiveis()).isEmpty();
        assertThat(leitura.posicoes()).containsEntry(RUIM, 6L);
        assertThat(entregues).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void oQueNaoSeLiaFoiApagadoESegueDoQueHa() {
        naoSeLe = 3;
        le(30);
        leitura.comecaEm(Map.of(RUIM, 5L));
        le(10);
        assertThat(leitura.ilegiveis()).isEmpty();
        assertThat(leitura.posicoes()).containsEntry(RUIM, 6L);
    }

    @Test
    void oQueAlguemDecidiuPerderSePula() {
        naoSeLe = 3;
        le(30);
        leitura.pula(Map.of(RUIM, 4L, BOA, 1L));
        le(10);
        assertThat(leitura.ilegiveis()).isEmpty();
        assertThat(leitura.posicoes()).containsEntry(RUIM, 6L).containsEntry(BOA, 6L);
        assertThat(entregues).doesNotHaveDuplicates().hasSize(11).doesNotContain("1/3");
    }

    @Test
    void semTopicosNaoHaOQueLerNemDeQueReclamar() {
        var nenhum =
                new Fotografia(Instant.EPOCH, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Set.of());
        var semTopicos = new LeituraDosTopicos(this::abre, nenhum, () -> agora);
        assertThat(semTopicos.le(Set.of()).isEmpty()).isTrue();
        assertThat(abertos).isEmpty();
    }

    @Test
    void asQueEsperamNaoSeLeem() {
        for (int i = 0; i < 5; i++) {
            leitura.le(Set.of(BOA));
        }
        assertThat(leitura.posicoes()).containsEntry(BOA, 0L).containsEntry(RUIM, 6L);
    }

    @Test
    void oQueOLogJaNaoTemEDitoAQuemRecomeca() {
        naoSeLe = 0;
        causa = new OffsetOutOfRangeException(Map.of(RUIM, 0L));
        log.put(BOA, 0);
        var foraDoLog = new LeituraDosTopicos(
                registros -> new MockConsumer<>("none") {
                    @Override
                    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration espera) {
                        throw (OffsetOutOfRangeException) causa;
                    }
                },
                foto(),
                () -> agora);
        assertThatThrownBy(() -> foraDoLog.le(Set.of())).isSameAs(causa);
    }

    private void le(int vezes) {
        for (int i = 0; i < vezes; i++) {
            leitura.le(Set.of()).forEach(registro -> entregues.add(registro.partition() + "/" + registro.offset()));
        }
    }

    private Consumer<byte[], byte[]> abre(int porVez) {
        abertos.add(porVez);
        return new Falso(porVez);
    }

    private static Fotografia foto() {
        var inicio = Map.of(BOA, 0L, RUIM, 0L);
        return new Fotografia(Instant.EPOCH, Map.of(), inicio, inicio, inicio, Map.of(), List.of(), Set.of());
    }
}
