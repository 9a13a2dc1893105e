package br.kafkanapratica.notificacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.contratos.Grupo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockConsumerFactory;
import org.springframework.kafka.mock.MockProducerFactory;

/** A intenção, gravação a gravação, sobre um Kafka que só guarda offsets; as histórias de duas instâncias estão no {@link AvisadorTest}. */
class IntencaoTest {

    private static final TopicPartition ZERO = new TopicPartition("pedidos_concluidos", 0);
    private static final TopicPartition UM = new TopicPartition("pedidos_concluidos", 1);
    private static final ConsumerGroupMetadata MEMBRO =
            new ConsumerGroupMetadata(Grupo.NOTIFICACAO, 3, "eu", Optional.empty());

    private final Map<TopicPartition, OffsetAndMetadata> gravados = new HashMap<>();
    private final List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> transacoes = new ArrayList<>();
    private final Relogio relogio = new Relogio();
    private int leituras;
    private @Nullable KafkaException recusa;

    private final Intencao intencao = new Intencao(
            new MockConsumerFactory<byte[], byte[]>(Offsets::new),
            new KafkaTemplate<>(new MockProducerFactory<>((transacional, id) -> new Produtor(), "x")),
            relogio);

    /** Sem um endereço que se ache, o consumidor não se faz: o programa começa assim mesmo, e o aviso tenta de novo. */
    @Test
    void semEnderecoSoFalhaOAnuncio_eOSeguinteJaPassa() {
        var semEndereco = new AtomicBoolean(true);
        var consumidores = new MockConsumerFactory<byte[], byte[]>(() -> {
            if (semEndereco.get()) {
                throw new KafkaException("No resolvable bootstrap urls");
            }
            return new Offsets();
        });
        try (var outra = new Intencao(
                consumidores,
                new KafkaTemplate<>(new MockProducerFactory<>((transacional, id) -> new Produtor(), "x")),
                relogio)) {
            assertThatThrownBy(() -> outra.anuncia(MEMBRO, inicios(0, 0), avisos(ZERO, 0, 3)))
                    .isInstanceOf(KafkaException.class);
            semEndereco.set(false);
            outra.anuncia(MEMBRO, inicios(0, 0), avisos(ZERO, 0, 3));
        }
        assertThat(intencaoDe(0)).isEqualTo(Map.of(ZERO, new OffsetAndMetadata(3)));
    }

    @Test
    void oPrimeiroAnuncioVaiAteOUltimoAviso_eNinguemOsTinhaAnunciado() {
        var anuncio = anuncia(inicios(0, 0), avisos(ZERO, 0, 3));

        assertThat(anuncio.talvezJaAvisado(registro(ZERO, 0))).isFalse();
        assertThat(intencaoDe(0)).isEqualTo(Map.of(ZERO, new OffsetAndMetadata(3)));
        // Na mesma transação, em nome do membro: quem já não é o dono não grava nenhum dos dois.
        assertThat(transacoes.get(0).get(Grupo.NOTIFICACAO)).isEqualTo(inicios(0, 0));
    }

    @Test
    void abaixoDoQueOutroAnunciouTalvezJaTenhaSidoAvisado_eDaliEmDianteNao() {
        gravados.put(ZERO, new OffsetAndMetadata(2));
        var anuncio = anuncia(inicios(0, 0), avisos(ZERO, 0, 4));

        assertThat(anuncio.talvezJaAvisado(registro(ZERO, 1))).isTrue();
        assertThat(anuncio.talvezJaAvisado(registro(ZERO, 2))).isFalse();
    }

    @Test
    void aIntencaoNuncaVoltaAtras() {
        gravados.put(ZERO, new OffsetAndMetadata(10));
        anuncia(inicios(0, 0), avisos(ZERO, 0, 4));
        assertThat(intencaoDe(0)).isEqualTo(Map.of(ZERO, new OffsetAndMetadata(10)));
    }

    @Test
    void oQueEstaInstanciaGravouNaoSeLeDeNovo_ateAParticaoVoltarAChegar() {
        anuncia(inicios(0, 0), avisos(ZERO, 0, 3));
        var segundo = anuncia(inicios(3, 0), avisos(ZERO, 3, 5));
        assertThat(leituras).isEqualTo(1);
        assertThat(segundo.talvezJaAvisado(registro(ZERO, 3))).isFalse();
        assertThat(segundo.talvezJaAvisado(registro(ZERO, 2))).isTrue();

        intencao.esquece(List.of(ZERO));
        gravados.put(ZERO, new OffsetAndMetadata(7)); // outra instância, entretanto
        assertThat(anuncia(inicios(5, 0), avisos(ZERO, 5, 6)).talvezJaAvisado(registro(ZERO, 5)))
                .isTrue();
        assertThat(leituras).isEqualTo(2);
    }

    @Test
    void soSeGravamAsParticoesQueTemAvisos() {
        anuncia(inicios(0, 8), avisos(UM, 8, 9));
        assertThat(intencaoDe(0)).isEqualTo(Map.of(UM, new OffsetAndMetadata(9)));
        assertThat(transacoes.get(0).get(Grupo.NOTIFICACAO)).containsOnlyKeys(UM);
    }

    @Test
    void quemJaNaoEMembroNaoAnuncia_nemOAnonimo() {
        var anonimo = new ConsumerGroupMetadata(Grupo.NOTIFICACAO);
        assertThatThrownBy(() -> intencao.anuncia(anonimo, inicios(0, 0), avisos(ZERO, 0, 1)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("ficou parada");
        assertThat(transacoes).isEmpty();

        recusa = new CommitFailedException("época antiga");
        assertThatThrownBy(() -> anuncia(inicios(0, 0), avisos(ZERO, 0, 1)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("ficou parada")
                .hasCause(recusa);
    }

    /** Com a transação vencida, a instância ainda pode ser a dona: acusar o grupo mandaria procurar no lugar errado. */
    @Test
    void aTransacaoQueVenceuNaoEUmaParticaoPerdida_eACausaNaoSePerde() {
        for (var vencida : List.of(new InvalidProducerEpochException("velha"), new ProducerFencedException("velha"))) {
            recusa = vencida;
            assertThatThrownBy(() -> anuncia(inicios(0, 0), avisos(ZERO, 0, 1)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("transaction.timeout.ms")
                    .hasCause(vencida);
        }
    }

    /** Não se sabe qual vale: lê-se de novo. */
    @Test
    void depoisDeUmaRecusaOQueSeSabiaNaoVale() {
        anuncia(inicios(0, 0), avisos(ZERO, 0, 3));
        recusa = new CommitFailedException("época antiga");
        assertThatThrownBy(() -> anuncia(inicios(3, 0), avisos(ZERO, 3, 4))).isInstanceOf(KafkaException.class);
        recusa = null;
        gravados.put(ZERO, new OffsetAndMetadata(9));

        assertThat(anuncia(inicios(3, 0), avisos(ZERO, 3, 4)).talvezJaAvisado(registro(ZERO, 3)))
                .isTrue();
    }

    @Test
    void confirmarSoGravaDeNovoSePassouTempoQueChegueParaPerderAParticao() {
        var anuncio = anuncia(inicios(0, 0), avisos(ZERO, 0, 3));
        relogio.passa(Intencao.VALIDADE.minusMillis(1));
        anuncio.confirma();
        assertThat(transacoes).hasSize(1);

        relogio.passa(Duration.ofMillis(1));
        anuncio.confirma();
        assertThat(transacoes).hasSize(2);
        assertThat(intencaoDe(1)).isEqualTo(intencaoDe(0));

        relogio.passa(Duration.ofHours(-1)); // para trás também não se sabe há quanto tempo foi
        anuncio.confirma();
        assertThat(transacoes).hasSize(3);
    }

    private Intencao.Anuncio anuncia(Map<TopicPartition, OffsetAndMetadata> inicios, List<Aviso> avisos) {
        return intencao.anuncia(MEMBRO, inicios, avisos);
    }

    private Map<TopicPartition, OffsetAndMetadata> intencaoDe(int transacao) {
        return transacoes.get(transacao).get(Grupo.AVISOS);
    }

    private static Map<TopicPartition, OffsetAndMetadata> inicios(long deZero, long deUm) {
        return deUm == 0
                ? Map.of(ZERO, new OffsetAndMetadata(deZero))
                : Map.of(ZERO, new OffsetAndMetadata(deZero), UM, new OffsetAndMetadata(deUm));
    }

    private static List<Aviso> avisos(TopicPartition particao, long de, long ate) {
        return LongStream.range(de, ate)
                .mapToObj(offset -> new Aviso(registro(particao, offset), "pedido " + offset, "rastro"))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> registro(TopicPartition particao, long offset) {
        return new ConsumerRecord<>(particao.topic(), particao.partition(), offset, new byte[0], new byte[0]);
    }

    private final class Offsets extends MockConsumer<byte[], byte[]> {

        Offsets() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> particoes, Duration prazo) {
            leituras++;
            var lidos = new HashMap<>(gravados);
            lidos.keySet().retainAll(particoes);
            return lidos;
        }
    }

    private final class Produtor extends MockProducer<byte[], byte[]> {

        private final Map<String, Map<TopicPartition, OffsetAndMetadata>> transacao = new HashMap<>();

        @Override
        public void beginTransaction() {
            transacao.clear();
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata grupo) {
            if (recusa != null) {
                throw recusa;
            }
            transacao.put(grupo.groupId(), Map.copyOf(offsets));
        }

        @Override
        public void commitTransaction() {
            transacoes.add(Map.copyOf(transacao));
            gravados.putAll(transacao.getOrDefault(Grupo.AVISOS, Map.of()));
        }

        @Override
        public void abortTransaction() {
            transacao.clear();
        }
    }

    private static final class Relogio extends Clock {

        private Instant agora = Instant.EPOCH;

        private void passa(Duration tempo) {
            agora = agora.plus(tempo);
        }

        @Override
        public Instant instant() {
            return agora;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId fuso) {
            return this;
        }
    }
}
