package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.etapa.Laco.Narrativa;
import br.kafkanapratica.etapa.Laco.Saida;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
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
    private final Escrita escrita = new Escrita(
            "ALERTAS",
            "alertas",
            "medidas-dlt",
            kafka(),
            new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "medidas-dlt"),
            impedimentos,
            new Recuo(),
            cuidado);
    private Narrativa<String, String> narrativa =
            new Narrativa<>(entrada -> "recebi " + entrada, decidido -> "decidi " + decidido);
    private Saida<String> saida = (lidos, membro, feitos) -> feitos.forEach(feito -> entregues.add(feito.resultado()));
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

    /** Uma entrega que fizesse algo por lote o faria à toa, a cada vez que o primeiro registro falha. */
    @Test
    void semNenhumResultadoNaoHaEntrega() {
        saida = (lidos, membro, feitos) -> {
            throw new AssertionError("nada a entregar");
        };
        laco(falhaEm("b"), FOLGA, 3).onMessage(lote("b", "c"), ack, consumidor());
        assertThat(ack.desde).isZero();

        laco(entrada -> null, FOLGA, 3).onMessage(lote("a", "ruim"), ack, consumidor());
        assertThat(naDlt()).hasSize(1);
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

    /** É o que lança todo Deserializer do Kafka, também quando o schema registry não responde. */
    @Test
    void oQueNaoSeDesserializaSeRepete_eSoDepoisVaiADlt_comAClasseEAPilha() {
        var laco = laco(LacoTest::avro, entrada -> entrada, 1);
        laco.onMessage(lote("a", "ruim", "c"), ack, consumidor());
        assertThat(ack.desde).isEqualTo(1);
        assertThat(naDlt()).isEmpty();

        laco.onMessage(aPartirDe(1, lote("a", "ruim", "c")), ack, consumidor());
        assertThat(entregues).containsExactly("a", "c");
        assertThat(naDlt()).containsExactly("ruim: Unknown magic byte!");
        assertThat(naDlt("dlt-excecao")).containsExactly(SerializationException.class.getName());
        assertThat(naDlt("dlt-pilha").get(0)).contains("LacoTest.avro(LacoTest.java:");
    }

    /** A regra e o valor também têm serializadores, e o registro que os chama pode ser bom. */
    @Test
    void oSerializadorQueFalhaNaRegraOuNoValorTambemSeRepete() {
        laco(
                        entrada -> {
                            throw semRegistry();
                        },
                        FOLGA,
                        3)
                .onMessage(lote("a"), ack, consumidor());
        assertThat(ack.desde).isZero();

        ack.desde = -1;
        saida = new Saida<>() {
            @Override
            public byte[] valor(String resultado) {
                throw semRegistry();
            }

            @Override
            public void escreve(
                    List<ConsumerRecord<byte[], byte[]>> lidos,
                    ConsumerGroupMetadata membro,
                    List<Feito<String>> feitos) {}
        };
        laco(entrada -> entrada, FOLGA, 3).onMessage(lote("b"), ack, consumidor());
        assertThat(ack.desde).isZero();
        assertThat(naDlt()).isEmpty();
    }

    /** Da regra só sai o que é do registro: com o Kafka da etapa, só se fala depois. */
    @Test
    void aExcecaoDoKafkaQueSaiDaRegraETambemUmaFalhaDoRegistro() {
        var laco = laco(
                entrada -> {
                    if (entrada.equals("b")) {
                        throw new TimeoutException("o Kafka da regra não respondeu");
                    }
                    return entrada;
                },
                FOLGA,
                1);
        laco.onMessage(lote("a", "b", "c"), ack, consumidor());
        assertThat(entregues).containsExactly("a");
        assertThat(ack.desde).isEqualTo(1);

        laco.onMessage(aPartirDe(1, lote("a", "b", "c")), ack, consumidor());
        assertThat(entregues).containsExactly("a", "c");
        assertThat(naDlt()).containsExactly("b: o Kafka da regra não respondeu");
    }

    @Test
    void oResultadoQueNaoSeEscreveEUmaFalhaDoRegistro_eOsVizinhosSeguem() {
        saida = new Saida<>() {
            @Override
            public byte[] valor(String resultado) {
                if (resultado.equals("b")) {
                    throw new IllegalStateException("não sei escrever isto");
                }
                return resultado.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public void escreve(
                    List<ConsumerRecord<byte[], byte[]>> lidos,
                    ConsumerGroupMetadata membro,
                    List<Feito<String>> feitos) {
                feitos.forEach(feito -> entregues.add(new String(feito.valor(), StandardCharsets.UTF_8)));
            }
        };
        laco(entrada -> entrada, FOLGA, 0).onMessage(lote("a", "b", "c"), ack, consumidor());

        assertThat(entregues).containsExactly("a", "c");
        assertThat(naDlt()).containsExactly("b: não sei escrever isto");
    }

    /** O primeiro envio abre a transação no broker, que a encerra 5 s depois: nada de quem usa a biblioteca pode vir a seguir. */
    @Test
    void aEntregaVemAntesDeTodoEnvio_eSemDltNaoHaEntrega() {
        saida = (lidos, membro, feitos) -> {
            assertThat(produtor.history()).isEmpty();
            feitos.forEach(feito -> entregues.add(feito.resultado()));
        };
        laco(entrada -> entrada, FOLGA, 3).onMessage(lote("a", "ruim", "c"), ack, consumidor());
        assertThat(entregues).containsExactly("a", "c");
        assertThat(naDlt()).hasSize(1);

        entregues.clear();
        produtor.partitionsForException = new TimeoutException("Topic medidas-dlt not present in metadata");
        var laco = laco(entrada -> entrada, FOLGA, 3);
        assertThatThrownBy(() -> laco.onMessage(lote("a", "ruim", "c"), ack, consumidor()))
                .isInstanceOf(TimeoutException.class);
        assertThat(entregues).isEmpty();
    }

    /** A DLT recusa: o que já foi entregue se confirma, e não se entrega de novo a cada recusa. */
    @Test
    void oQueADltRecusaVaiSozinho_eOsVizinhosSeEntregamUmaVezAMais_naoACadaVolta() {
        var laco = laco(entrada -> entrada, FOLGA, 3);
        var todos = lote("a", "ruim", "c");
        laco.onMessage(todos, ack, consumidor());
        escrita.doResultado(todos.get(1), "medidas-dlt", 10).onCompletion(null, new RecordTooLargeException("grande"));
        escrita.refaz(todos, consumidor(), new KafkaException("desfeita"));
        assertThat(entregues).containsExactly("a", "c");

        laco.onMessage(todos, ack, consumidor());
        assertThat(entregues).containsExactly("a", "c", "a");
        assertThat(ack.desde).isEqualTo(1);
        escrita.confirmou();
        for (int volta = 0; volta < 3; volta++) {
            laco.onMessage(aPartirDe(1, todos), ack, consumidor());
            assertThat(ack.desde).isEqualTo(1); // do que voltou, o segundo
            escrita.refaz(aPartirDe(1, todos), consumidor(), new KafkaException("desfeita"));
        }
        assertThat(entregues).containsExactly("a", "c", "a");
    }

    @Test
    void aNarrativaQueFalhaNaoEFalhaDoRegistro() {
        narrativa = new Narrativa<>(
                entrada -> {
                    throw new IllegalStateException("não sei contar");
                },
                decidido -> null);
        laco(entrada -> entrada, FOLGA, 0).onMessage(lote("a"), ack, consumidor());
        assertThat(entregues).containsExactly("a");
        assertThat(conta("falhas")).isZero();
    }

    /** A linha do log diz a classe do que não se esperava, e só a mensagem do «não» que se fez sem stack trace. */
    @Test
    void aLinhaDizAClasseDoQueNaoSeEsperava() {
        assertThat(Rejeicao.esgotada(new NullPointerException("Cannot invoke x"))
                        .linha())
                .isEqualTo("Tentativas esgotadas: Cannot invoke x (NullPointerException)");
        var esperada = new RuntimeException("a operadora não respondeu", null, false, false) {};
        assertThat(Rejeicao.esgotada(esperada).linha()).isEqualTo("Tentativas esgotadas: a operadora não respondeu");
    }

    @Test
    void aLeituraQueDaNuloEUmRegistroInvalido() {
        laco(registro -> null, entrada -> entrada, 3).onMessage(lote("a"), ack, consumidor());
        assertThat(naDlt()).containsExactly("a: a leitura deu nulo");
    }

    @Test
    void aExcecaoQueNemSabeDizerAMensagem_eAQueDizUmaPagina_chegamADlt() {
        laco(
                        entrada -> {
                            if (entrada.equals("b")) {
                                throw new IllegalStateException("x\n".repeat(1_000_000));
                            }
                            throw new IllegalStateException() {
                                @Override
                                public String getMessage() {
                                    throw new NullPointerException();
                                }
                            };
                        },
                        FOLGA,
                        0)
                .onMessage(lote("a", "b"), ack, consumidor());
        assertThat(naDlt()).hasSize(2).allSatisfy(causa -> assertThat(causa).doesNotContain("\n"));
        assertThat(naDlt("dlt-causa")).allMatch(causa -> causa.length() < 1000);
        assertThat(naDlt("dlt-pilha")).allMatch(pilha -> pilha.length() <= 4096 && pilha.contains("LacoTest.java:"));
    }

    /** O que se escreve dos resultados não cresce sem limite: enviá-lo não pode esperar, com a transação já aberta. */
    @Test
    void osResultadosGrandesDividemSePorMaisDeUmaTransacao() {
        saida = new Saida<>() {
            @Override
            public byte[] valor(String resultado) {
                return new byte[5 * 1024 * 1024];
            }

            @Override
            public void escreve(
                    List<ConsumerRecord<byte[], byte[]>> lidos,
                    ConsumerGroupMetadata membro,
                    List<Feito<String>> feitos) {
                feitos.forEach(feito -> entregues.add(feito.resultado()));
            }
        };
        laco(entrada -> entrada, FOLGA, 3).onMessage(lote("a", "b", "c"), ack, consumidor());
        assertThat(entregues).containsExactly("a", "b");
        assertThat(ack.desde).isEqualTo(2);
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
    void aInterrupcaoDevolveORegistro_eNaoFicaMarcadaNaThread() {
        var laco = laco(
                entrada -> {
                    throw new InterruptedException();
                },
                FOLGA,
                0);
        assertThatThrownBy(() -> laco.onMessage(lote("a"), ack, consumidor()))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("interrompido");
        assertThat(Thread.interrupted())
                .as("marcada, a transação não se desfaria")
                .isFalse();
        assertThat(naDlt()).isEmpty();

        laco.onMessage(lote("a"), ack, consumidor()); // outra vez o mesmo: é a regra que se interrompe
        assertThat(naDlt()).containsExactly("a: InterruptedException");
    }

    /** A que engole a interrupção e a remarca, como é costume: o commit a acharia. */
    @Test
    void aRegraQueDevolveAThreadMarcadaNaoEstragaATransacao() {
        var laco = laco(
                entrada -> {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    Thread.currentThread().interrupt();
                    return entrada;
                },
                FOLGA,
                0);
        laco.onMessage(lote("a", "b"), ack, consumidor());
        assertThat(Thread.interrupted()).isFalse();
        assertThat(entregues).containsExactly("a", "b");
    }

    private Laco<String, String> laco(Leitura<String> leitura, Regra<String, String> regra, int tentativas) {
        return laco(leitura, regra, FOLGA, tentativas);
    }

    private Laco<String, String> laco(Regra<String, String> regra, Duration duracao, int tentativas) {
        return laco(LacoTest::le, regra, duracao, tentativas);
    }

    private Laco<String, String> laco(
            Leitura<String> leitura, Regra<String, String> regra, Duration duracao, int tentativas) {
        return new Laco<>(
                "ALERTAS",
                leitura,
                regra,
                narrativa,
                saida,
                escrita,
                new Andamento(),
                new Metricas(metricas, "etapa", "ALERTAS", "grupo_alertas", "medidas"),
                new EtapaProperties(
                        true, null, "-dlt", "etapa", false, duracao, tentativas, Duration.ofMillis(500), FOLGA, null));
    }

    private KafkaOperations<byte[], byte[]> kafka() {
        return Procurador.de(KafkaOperations.class, null, (metodo, argumentos) -> {
            @SuppressWarnings("unchecked")
            var acao = (KafkaOperations.ProducerCallback<byte[], byte[], Object>) argumentos[0];
            return acao.doInKafka(produtor);
        });
    }

    private static SerializationException semRegistry() {
        return new SerializationException("Error registering Avro schema", new IOException("o registry não respondeu"));
    }

    private static String avro(ConsumerRecord<byte[], byte[]> registro) {
        var texto = new String(registro.value(), StandardCharsets.UTF_8);
        if (texto.equals("ruim")) {
            throw new SerializationException("Unknown magic byte!");
        }
        return texto;
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

    private List<String> naDlt(String header) {
        return produtor.history().stream()
                .map(registro ->
                        new String(registro.headers().lastHeader(header).value(), StandardCharsets.UTF_8))
                .toList();
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

    private static List<ConsumerRecord<byte[], byte[]>> aPartirDe(int i, List<ConsumerRecord<byte[], byte[]>> lote) {
        return lote.subList(i, lote.size());
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
