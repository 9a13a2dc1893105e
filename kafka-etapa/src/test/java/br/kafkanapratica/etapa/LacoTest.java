package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.etapa.Laco.Narrativa;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.Acknowledgment;

/** Um lote: o que se decide, o que se devolve, o que vai à DLT. */
class LacoTest {

    private static final Duration FOLGA = Duration.ofMinutes(1);

    private final MockProducer<byte[], byte[]> produtor =
            new MockProducer<>(comDlt(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final SimpleMeterRegistry metricas = new SimpleMeterRegistry();
    private final Impedimentos impedimentos = new Impedimentos("ALERTAS");
    private final Cuidado cuidado = new Cuidado();
    private final List<String> entregues = new ArrayList<>();
    private final Devolucao ack = new Devolucao();

    private static final class Devolucao implements Acknowledgment {
        private int desde = -1;
        private Duration espera = Duration.ZERO;

        @Override
        public void acknowledge() {
            throw new AssertionError("o offset é da transação");
        }

        @Override
        public void nack(int indice, Duration espera) {
            this.desde = indice;
            this.espera = espera;
        }
    }

    @Test
    void oLoteInteiroEDecididoEEntregueUmaVez_naOrdem() {
        laco(String::toUpperCase, FOLGA, 3).onMessage(lote("a", "b", "c"), ack, consumidor());

        assertThat(entregues).containsExactly("A", "B", "C");
        assertThat(ack.desde).isEqualTo(-1);
        assertThat(conta("processados")).isEqualTo(3);
        assertThat(produtor.history()).isEmpty();
    }

    @Test
    void oQueNaoCabeNoTempoDoLoteEDevolvido_masSempreSeDecideUm() {
        laco(String::toUpperCase, Duration.ZERO, 3).onMessage(lote("a", "b", "c"), ack, consumidor());

        assertThat(entregues).containsExactly("A");
        assertThat(ack.desde).isEqualTo(1);
        assertThat(ack.espera).isZero();
    }

    @Test
    void oResultadoNuloNaoSeEscreve_eORegistroEstaFeito() {
        laco(entrada -> entrada.equals("b") ? null : entrada, FOLGA, 3)
                .onMessage(lote("a", "b", "c"), ack, consumidor());

        assertThat(entregues).containsExactly("a", "c");
        assertThat(ack.desde).isEqualTo(-1);
        assertThat(conta("processados")).isEqualTo(3);
    }

    @Test
    void oMalformadoVaiADltNaPrimeiraVez_eOsOutrosSeguem() {
        laco(entrada -> entrada, FOLGA, 3).onMessage(lote("a", "ruim", "c"), ack, consumidor());

        assertThat(entregues).containsExactly("a", "c");
        assertThat(ack.desde).isEqualTo(-1);
        assertThat(naDlt()).containsExactly("ruim: não se lê");
        assertThat(conta("dlt")).isEqualTo(1);
        assertThat(conta("falhas")).isZero();
    }

    @Test
    void oQueFalhaAgoraEDevolvidoComEspera_eOQueVeioAntesEntregue() {
        laco(falhaEm("b"), FOLGA, 3).onMessage(lote("a", "b", "c"), ack, consumidor());

        assertThat(entregues).containsExactly("a");
        assertThat(ack.desde).isEqualTo(1);
        assertThat(ack.espera).isEqualTo(Duration.ofMillis(500));
        assertThat(naDlt()).isEmpty();
        assertThat(conta("falhas")).isEqualTo(1);
    }

    @Test
    void esgotadasAsTentativasVaiADlt_eAFilaAnda() {
        var laco = laco(falhaEm("b"), FOLGA, 1);
        laco.onMessage(lote("b", "c"), ack, consumidor());
        assertThat(ack.desde).isZero();
        ack.desde = -1;

        laco.onMessage(lote("b", "c"), ack, consumidor());
        assertThat(entregues).containsExactly("c");
        assertThat(ack.desde).isEqualTo(-1);
        assertThat(naDlt()).containsExactly("b: a operadora não respondeu");
    }

    /** Um Error no trabalho de um registro é uma falha dele. */
    @Test
    void oErrorDaRegraTambemSeTentaDeNovo() {
        laco(
                        entrada -> {
                            throw new StackOverflowError();
                        },
                        FOLGA,
                        3)
                .onMessage(lote("a", "b"), ack, consumidor());
        assertThat(ack.desde).isZero();
        assertThat(naDlt()).isEmpty();
    }

    @Test
    void oKafkaForaDoArNaoECulpaDoRegistro_eOLoteInteiroVolta() {
        var laco = laco(
                entrada -> {
                    throw new KafkaException("fora do ar");
                },
                FOLGA,
                0);
        assertThatThrownBy(() -> laco.onMessage(lote("a"), ack, consumidor())).hasMessage("fora do ar");
        assertThat(naDlt()).isEmpty();
        assertThat(entregues).isEmpty();
        assertThat(conta("falhas")).isZero();
    }

    @Test
    void semMemoriaNumLoteATransacaoSeDesfaz_eLeSeUmPorVez() {
        var laco = laco(
                entrada -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                FOLGA,
                3);
        assertThatThrownBy(() -> laco.onMessage(lote("a", "b"), ack, consumidor()))
                .isInstanceOf(KafkaException.class)
                .hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(cuidado.ligado()).isTrue();
        assertThat(impedimentos.motivo()).contains("faltou memória");

        laco.onMessage(lote("a"), ack, consumidor()); // sozinho, é ele
        assertThat(ack.desde).isZero();
    }

    @Test
    void aInterrupcaoDevolveORegistro_eContinuaMarcadaNaThread() {
        var laco = laco(
                entrada -> {
                    throw new InterruptedException();
                },
                FOLGA,
                0);
        assertThatThrownBy(() -> laco.onMessage(lote("a"), ack, consumidor()))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("interrompido");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(naDlt()).isEmpty();
    }

    private Laco<String, String> laco(Regra<String, String> regra, Duration duracao, int tentativas) {
        var kafka =
                Procurador.<KafkaOperations<byte[], byte[]>>de(KafkaOperations.class, null, (metodo, argumentos) -> {
                    @SuppressWarnings("unchecked")
                    var acao = (KafkaOperations.ProducerCallback<byte[], byte[], Object>) argumentos[0];
                    return acao.doInKafka(produtor);
                });
        return new Laco<>(
                "ALERTAS",
                LacoTest::le,
                regra,
                new Narrativa<>(entrada -> "recebi " + entrada, saida -> "decidi " + saida),
                (lidos, membro, feitos) -> feitos.forEach(feito -> entregues.add(feito.resultado())),
                new Escrita(
                        "ALERTAS",
                        "alertas",
                        "medidas-dlt",
                        kafka,
                        new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "medidas-dlt"),
                        impedimentos,
                        new Recuo(),
                        cuidado),
                new Andamento(),
                new Metricas(metricas, "etapa", "ALERTAS"),
                new EtapaProperties(
                        true, null, "-dlt", "etapa", false, duracao, tentativas, Duration.ofMillis(500), FOLGA));
    }

    private static String le(ConsumerRecord<byte[], byte[]> registro) throws RegistroInvalido {
        var texto = new String(registro.value(), StandardCharsets.UTF_8);
        if (texto.equals("ruim")) {
            throw new RegistroInvalido("não se lê");
        }
        return texto;
    }

    private static Regra<String, String> falhaEm(String qual) {
        return entrada -> {
            if (entrada.equals(qual)) {
                throw new IllegalStateException("a operadora não respondeu");
            }
            return entrada;
        };
    }

    private List<String> naDlt() {
        return produtor.history().stream()
                .map(registro -> new String(registro.value(), StandardCharsets.UTF_8) + ": "
                        + new String(registro.headers().lastHeader("dlt-causa").value(), StandardCharsets.UTF_8))
                .toList();
    }

    private double conta(String nome) {
        return metricas.get("etapa." + nome).counter().count();
    }

    private static List<ConsumerRecord<byte[], byte[]>> lote(String... valores) {
        return IntStream.range(0, valores.length)
                .mapToObj(i -> new ConsumerRecord<>(
                        "medidas", 0, i, new byte[] {'k'}, valores[i].getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static MockConsumer<byte[], byte[]> consumidor() {
        return new MockConsumer<>("none");
    }

    private static Cluster comDlt() {
        var no = new Node(1, "localhost", 9092);
        return new Cluster(
                "c",
                List.of(no),
                List.of(new PartitionInfo("medidas-dlt", 0, no, new Node[] {no}, new Node[] {no})),
                Set.of(),
                Set.of());
    }
}
