package br.kafkanapratica.etapa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.mock.MockConsumerFactory;
import org.springframework.mock.env.MockEnvironment;

/** A etapa inteira, com o container do Spring, sobre consumidores e produtores de mentira. */
@ExtendWith(OutputCaptureExtension.class)
class EtapaTest {

    private static final TopicPartition ORIGEM = new TopicPartition("medidas", 0);
    private static final TopicPartition OUTRA = new TopicPartition("medidas", 1);
    private static final byte[] BUFFER = new byte[1];
    private static final Duration PRAZO = Duration.ofSeconds(20);
    /** O container espera 10 s por uma thread que não para. */
    private static final Duration COM_PARADA = Duration.ofSeconds(60);

    private final Clientes clientes = new Clientes();
    private final SimpleMeterRegistry metricas = new SimpleMeterRegistry();
    private final List<Collection<TopicPartition>> recebidas = new CopyOnWriteArrayList<>();
    private final List<String> entregues = new CopyOnWriteArrayList<>();
    private final Etapas etapas = etapas(Duration.ofMillis(10));
    private final Etapa<String, String> etapa = etapas.le("medidas", "grupo_alertas", EtapaTest::le)
            .<String>faz(String::toUpperCase)
            .escreve("alertas", EtapaTest::bytes);

    @BeforeEach
    void cria() {
        clientes.kafka.topicos.putAll(Map.of("medidas", 1, "medidas-dlt", 1, "alertas", 1));
    }

    @AfterEach
    void para() {
        etapa.stop();
    }

    @Test
    void resultadoDltEOffsetSaoDaMesmaTransacao() {
        clientes.tem("a", "ruim", "c");
        etapa.start();

        await().atMost(PRAZO).until(() -> clientes.gravado() == 3);
        var produtor = clientes.confirmado();
        assertThat(produtor.history())
                .extracting(ProducerRecord::topic, registro -> new String(registro.value(), StandardCharsets.UTF_8))
                .containsExactly(tuple("alertas", "A"), tuple("alertas", "C"), tuple("medidas-dlt", "ruim"));
        await().atMost(PRAZO).until(() -> etapa.impedimento().isEmpty());
        assertThat(etapa.particoes()).isEqualTo("medidas 0");
    }

    @Test
    void oCommitSemRespostaRecomecaDoOffsetGravado_eNadaSeRepeteSeEleFoiFeito() {
        clientes.tem("a", "b");
        clientes.proximoCommitFicaSemResposta = true;
        etapa.start();

        await().atMost(PRAZO).until(() -> clientes.gravado() == 2 && clientes.consumidores.size() == 2);
        await().atMost(PRAZO).until(() -> etapa.impedimento().isEmpty());
        assertThat(clientes.produtores.stream()
                        .mapToInt(produtor -> produtor.history().size())
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void oValorNuloEUmTombstone_eOMesmoBufferServeATodosOsResultados() {
        clientes.tem("a", "apaga", "c");
        etapa.start();

        await().atMost(PRAZO).until(() -> clientes.gravado() == 3);
        assertThat(clientes.confirmado().history())
                .extracting(registro -> registro.value() == null ? null : new String(registro.value(), UTF_8))
                .containsExactly("A", null, "C");
    }

    /** O container cercado para calado: sem isto, o motivo seria só "ainda não entrei no grupo". */
    @Test
    void aTransacaoCercadaDizPorQue_ateUmCommitPassar() {
        clientes.tem("a");
        clientes.cerca = true;
        etapa.start();
        await().atMost(PRAZO).until(() -> etapa.impedimento().orElse("").contains("transaction.timeout.ms"));

        clientes.cerca = false;
        await().atMost(PRAZO)
                .until(() -> clientes.gravado() == 1 && etapa.impedimento().isEmpty());
    }

    /** O recomeço não espera pela thread que ainda trabalha: ao parar, ela não é notícia do listener, que já é outro. */
    @Test
    void asThreadsDeAntesQueParamTardeNaoRecomecamOListener(CapturedOutput saida) {
        clientes.threads = 3;
        var soltas = List.of(new CountDownLatch(1), new CountDownLatch(1));
        var quantas = new AtomicInteger();
        var comTres = etapas.le("medidas", "grupo_tres", EtapaTest::le)
                .<String>faz(texto -> {
                    int esta = quantas.getAndIncrement();
                    if (esta < soltas.size()) {
                        soltas.get(esta).await();
                    }
                    if (esta == 1) {
                        throw new RegistroInvalido("tarde de mais");
                    }
                    return texto;
                })
                .escreve("alertas", texto -> texto.getBytes(UTF_8));
        clientes.tem("a");
        clientes.cerca = true; // a terceira, que também lê "a"
        comTres.esperaPelasThreads(Duration.ofMillis(300));
        comTres.start();
        await().atMost(COM_PARADA).until(() -> clientes.consumidores.size() > 3);
        clientes.cerca = false;
        int depois = semMaisRecomecos(comTres);

        clientes.cerca = true; // o grupo já não a conhece
        soltas.get(0).countDown();
        await().atMost(PRAZO).until(() -> fechados(3) == 2);
        clientes.cerca = false;
        clientes.proximoCommitFicaSemResposta = true;
        soltas.get(1).countDown();
        await().atMost(PRAZO).until(() -> fechados(3) == 3);
        await().during(Duration.ofSeconds(1))
                .atMost(PRAZO)
                .untilAsserted(() -> assertThat(clientes.consumidores).hasSize(depois));
        assertThat(comTres.impedimento()).isEmpty();
        assertThat(saida).doesNotContain("tarde de mais"); // não se sabe se foi à DLT, nem já é com ela
        comTres.stop();
    }

    /** Quantos consumidores já houve, quando há mais tempo do que a espera de um recomeço que são os mesmos. */
    private int semMaisRecomecos(Etapa<?, ?> qual) {
        var quantos = new AtomicInteger();
        await().during(Duration.ofSeconds(3)).atMost(COM_PARADA).until(() -> {
            int agora = clientes.consumidores.size();
            return quantos.getAndSet(agora) == agora
                    && clientes.gravado() == 1
                    && qual.impedimento().isEmpty();
        });
        return quantos.get();
    }

    private long fechados(int primeiros) {
        return clientes.consumidores.subList(0, primeiros).stream()
                .filter(MockConsumer::closed)
                .count();
    }

    @Test
    void semUmTopicoEspera_semConsumidorNenhum_eDizPorQue() {
        clientes.kafka.topicos.remove("medidas-dlt");
        clientes.tem("a");
        etapa.start();
        await().atMost(PRAZO).until(() -> etapa.impedimento().orElse("").contains("Faltam os tópicos medidas-dlt"));
        assertThat(clientes.consumidores).isEmpty();

        cria();
        await().atMost(PRAZO)
                .until(() -> clientes.gravado() == 1 && etapa.impedimento().isEmpty());

        etapa.stop();
        assertThat(etapa.isRunning()).isFalse();
        assertThat(etapa.impedimento()).contains("a etapa está parada");
    }

    @Test
    void aEntregaSabeQuaisParticoesChegaram_eOndeOLoteComeca() {
        var inicios = new ArrayList<Map<TopicPartition, OffsetAndMetadata>>();
        var entrega = etapas.le("medidas", "grupo_entrega", EtapaTest::le)
                .<String>faz(texto -> texto)
                .entrega(new Entrega<>() {
                    @Override
                    public void entrega(Lote<String> lote) {
                        inicios.add(lote.inicios());
                        lote.feitos().forEach(feito -> entregues.add(feito.resultado()));
                    }

                    @Override
                    public void recebe(Collection<TopicPartition> particoes) {
                        recebidas.add(List.copyOf(particoes));
                    }
                });
        clientes.tem("a", "b");
        entrega.start();
        await().atMost(PRAZO).until(() -> clientes.gravado() == 2);
        entrega.stop();

        assertThat(recebidas.get(0)).containsExactly(ORIGEM);
        assertThat(entregues).containsExactly("a", "b");
        assertThat(inicios.get(0)).containsKey(ORIGEM);
        assertThat(inicios.get(0).get(ORIGEM).offset()).isZero();
        assertThat(entrega.rotulo()).isEqualTo("ALERTAS grupo_entrega"); // a outra já é [ALERTAS]
        // Nas métricas, nada depende de qual veio primeiro.
        assertThat(metricas.get("etapa.processados")
                        .tags("etapa", "ALERTAS", "topico", "medidas")
                        .counters())
                .extracting(conta -> conta.getId().getTag("grupo"))
                .containsExactlyInAnyOrder("grupo_alertas", "grupo_entrega");
    }

    /** O pedido de devolução ficaria no container, e o lote seguinte se escreveria sem os offsets, de novo e de novo. */
    @Test
    void oLoteDevolvidoEmParteComUmResultadoRecusadoNaoDeixaPassarOSeguinteSemOffsets() {
        clientes.maiorRegistro = Escrita.MAIOR_DE_FABRICA;
        var falhas = new AtomicInteger();
        var comGrande = etapas.le("medidas", "grupo_grandes", EtapaTest::le)
                .<String>faz(texto -> {
                    if (texto.equals("b") && falhas.getAndIncrement() == 0) {
                        throw new IllegalStateException("agora não");
                    }
                    return texto;
                })
                .escreve(
                        "alertas",
                        texto -> texto.equals("grande")
                                ? new byte[Escrita.MAIOR_DE_FABRICA + 1]
                                : texto.getBytes(UTF_8));
        clientes.tem("grande", "b", "c");
        comGrande.start();
        await().atMost(PRAZO).until(() -> clientes.gravado() == 3);
        comGrande.stop();

        assertThat(clientes.produtores.stream().flatMap(produtor -> produtor.history().stream()))
                .extracting(ProducerRecord::topic, registro -> new String(registro.value(), UTF_8))
                .containsExactlyInAnyOrder(
                        tuple("alertas", "b"), tuple("alertas", "c"), tuple("medidas-dlt", "grande"));
    }

    /** O container registra o que sai dali e segue para o lote seguinte: este se perderia. */
    @Test
    void oQueFalhaAoDesfazerNaoDeixaOLoteParaTras() {
        clientes.maiorRegistro = 1;
        var semComandos = etapas(Duration.ofMillis(10), (nome, argumentos) -> {
                    throw new IllegalStateException("não conheço " + nome);
                })
                .le("medidas", "grupo_comandos", EtapaTest::le)
                .<String>faz(texto -> texto)
                .escreve("alertas", texto -> texto.getBytes(UTF_8));
        clientes.tem("aa", "b");
        semComandos.start();
        await().atMost(PRAZO).until(() -> clientes.consumidores.size() > 1); // recomeçou
        await().atMost(PRAZO)
                .untilAsserted(() -> assertThat(semComandos.impedimento().orElse(""))
                        .contains("não consegui desfazer", "não conheço "));
        clientes.maiorRegistro = Integer.MAX_VALUE;
        await().atMost(PRAZO)
                .until(() ->
                        clientes.gravado() == 2 && semComandos.impedimento().isEmpty());
        semComandos.stop();

        assertThat(clientes.produtores.stream().flatMap(produtor -> produtor.history().stream()))
                .extracting(registro -> new String(registro.value(), UTF_8))
                .containsExactly("aa", "b");
    }

    /** De um destino que se apagou o produtor espera {@code max.block.ms} a cada envio: com mil, a thread sairia do grupo. */
    @Test
    void oEnvioQueVenceuOPrazoEOUltimoDoLote() {
        clientes.semDestino = true;
        clientes.tem("a", "b", "c");
        etapa.start();
        await().atMost(PRAZO).until(() -> etapa.impedimento().orElse("").contains("não respondeu a tempo"));
        assertThat(clientes.esperas).hasValue(1);

        clientes.semDestino = false;
        await().atMost(PRAZO).until(() -> clientes.gravado() == 3);
    }

    /** Interrompida, a thread não sabe se o envio falhou; e o lote que se confirma não deixa um resultado por escrever. */
    @Test
    void umaInterrupcaoNoMeioDosEnviosNaoDeixaNenhumPorEscrever() {
        clientes.interrompe = true;
        clientes.tem("a", "b", "c");
        etapa.start();
        await().atMost(PRAZO).until(() -> clientes.gravado() == 3);
        assertThat(clientes.confirmado().history()).hasSize(3);
    }

    /** O container não retoma, no fim da espera, o que já estava pausado quando ela recomeçou. */
    @Test
    void aParticaoQueFalhaNaEsperaDeOutraNaoADeixaPausadaParaSempre() {
        var falharam = ConcurrentHashMap.<String>newKeySet();
        var comEspera = etapas(Duration.ofMillis(500))
                .le("medidas", "grupo_esperas", EtapaTest::le)
                .<String>faz(texto -> {
                    if (falharam.add(texto)) {
                        if (texto.equals("a")) {
                            clientes.recebeAOutra();
                        }
                        throw new IllegalStateException("agora não");
                    }
                    return texto;
                })
                .escreve("alertas", texto -> texto.getBytes(UTF_8));
        clientes.tem("a");
        clientes.daOutra.add("b");
        comEspera.start();
        await().atMost(PRAZO).until(() -> clientes.gravadoDaOutra == 1 && clientes.gravado() == 1);
        comEspera.stop();
        assertThat(clientes.consumidores).hasSize(1);
    }

    private Etapas etapas(Duration espera) {
        return etapas(espera, ComandosDoKafka.deFabrica("localhost:9092"));
    }

    private Etapas etapas(Duration espera, ComandosDoKafka comandos) {
        return new Etapas(new Oficina(
                "alertas",
                clientes,
                comandos,
                metricas,
                new EtapaProperties(
                        true,
                        null,
                        "-dlt",
                        "etapa",
                        false,
                        Duration.ofSeconds(20), // só o que falha parte um lote
                        3,
                        espera,
                        Duration.ofMinutes(1),
                        null),
                new MockEnvironment(),
                null));
    }

    private static byte @Nullable [] bytes(String resultado) {
        BUFFER[0] = (byte) resultado.charAt(0);
        return resultado.equals("APAGA") ? null : BUFFER;
    }

    private static String le(ConsumerRecord<byte[], byte[]> registro) throws RegistroInvalido {
        var texto = new String(registro.value(), StandardCharsets.UTF_8);
        if (texto.equals("ruim")) {
            throw new RegistroInvalido("não se lê");
        }
        return texto;
    }

    /** Um log de uma partição (e de outra, para quem a recebe), um grupo, e os clientes que os usam. */
    private static final class Clientes implements ClientesDoKafka {

        private final AdminDeMentira kafka = new AdminDeMentira();
        private final List<MockConsumer<byte[], byte[]>> consumidores = new CopyOnWriteArrayList<>();
        private final List<Produtor> produtores = new CopyOnWriteArrayList<>();
        private final List<String> log = new CopyOnWriteArrayList<>();
        private final List<String> daOutra = new CopyOnWriteArrayList<>();
        private volatile long gravado;
        private volatile long gravadoDaOutra;
        private volatile boolean proximoCommitFicaSemResposta;
        private volatile boolean cerca;
        private volatile int threads = 1;
        private volatile int maiorRegistro = Integer.MAX_VALUE; // o que o broker aceita
        private volatile boolean semDestino;
        private volatile boolean interrompe;
        private final AtomicInteger esperas = new AtomicInteger();

        private void tem(String... valores) {
            log.addAll(List.of(valores));
        }

        private long gravado() {
            return gravado;
        }

        private Produtor confirmado() {
            return produtores.stream()
                    .filter(produtor -> produtor.commitCount() > 0)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String servidores() {
            return "localhost:9092";
        }

        @Override
        public int threads() {
            return threads;
        }

        @Override
        public boolean protocoloNovo() {
            return false;
        }

        @Override
        public ConsumerFactory<byte[], byte[]> consumidores(
                String instancia, UnaryOperator<Consumer<byte[], byte[]>> cuidado) {
            return new MockConsumerFactory<>(this::consumidor) {
                @Override
                public Consumer<byte[], byte[]> createConsumer(
                        String grupo, String prefixo, String sufixo, Properties ajustes) {
                    return cuidado.apply(super.createConsumer(grupo, prefixo, sufixo, ajustes));
                }
            };
        }

        private MockConsumer<byte[], byte[]> consumidor() {
            // O de fábrica entrega cada registro uma vez, ainda que se volte a ele.
            var novo = new MockConsumer<byte[], byte[]>("none") {
                @Override
                public synchronized void seek(TopicPartition particao, long offset) {
                    super.seek(particao, offset);
                    var valores = particao.equals(ORIGEM) ? log : daOutra;
                    for (long i = offset; i < valores.size(); i++) {
                        addRecord(new ConsumerRecord<>(
                                particao.topic(),
                                particao.partition(),
                                i,
                                new byte[] {'k'},
                                valores.get((int) i).getBytes(StandardCharsets.UTF_8)));
                    }
                }
            };
            consumidores.add(novo);
            novo.schedulePollTask(() -> {
                novo.updateBeginningOffsets(Map.of(ORIGEM, 0L));
                novo.updateEndOffsets(Map.of(ORIGEM, (long) log.size()));
                novo.rebalance(List.of(ORIGEM));
                novo.seek(ORIGEM, gravado);
            });
            return novo;
        }

        /** No {@code poll()} seguinte. */
        private void recebeAOutra() {
            var atual = consumidores.get(0);
            atual.schedulePollTask(() -> {
                atual.updateBeginningOffsets(Map.of(ORIGEM, 0L, OUTRA, 0L));
                atual.rebalance(List.of(ORIGEM, OUTRA));
                atual.seek(ORIGEM, gravado);
                atual.seek(OUTRA, 0);
            });
        }

        @Override
        public ProducerFactory<byte[], byte[]> produtores(UnaryOperator<Producer<byte[], byte[]>> cuidado) {
            return new ProducerFactory<>() {
                @Override
                public Producer<byte[], byte[]> createProducer() {
                    var novo = new Produtor();
                    novo.initTransactions();
                    produtores.add(novo);
                    return cuidado.apply(novo);
                }

                @Override
                public Producer<byte[], byte[]> createProducer(String prefixo) {
                    return createProducer();
                }

                @Override
                public boolean transactionCapable() {
                    return true;
                }
            };
        }

        @Override
        public Admin admin() {
            return kafka.admin();
        }

        /** O que o grupo tem gravado é o da última transação confirmada. */
        private final class Produtor extends MockProducer<byte[], byte[]> {

            private Map<TopicPartition, OffsetAndMetadata> porGravar = Map.of();
            private boolean recusou;

            Produtor() {
                super(comDlt(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
            }

            @Override
            public void beginTransaction() {
                super.beginTransaction();
                recusou = false;
                porGravar = Map.of();
            }

            @Override
            public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> registro, Callback aoEscrever) {
                if (semDestino) {
                    recusou = true;
                    esperas.incrementAndGet();
                    var erro = new TimeoutException("Topic alertas not present in metadata after 10000 ms.");
                    aoEscrever.onCompletion(null, erro);
                    return CompletableFuture.failedFuture(erro);
                }
                if (!registro.topic().endsWith("-dlt")
                        && registro.value() != null
                        && registro.value().length > maiorRegistro) {
                    recusou = true;
                    aoEscrever.onCompletion(null, new RecordTooLargeException("grande"));
                    return new CompletableFuture<>();
                }
                if (interrompe) {
                    interrompe = false;
                    Thread.currentThread().interrupt();
                }
                return super.send(registro, aoEscrever);
            }

            @Override
            public void sendOffsetsToTransaction(
                    Map<TopicPartition, OffsetAndMetadata> offsets,
                    org.apache.kafka.clients.consumer.ConsumerGroupMetadata grupo) {
                if (recusou) {
                    throw new KafkaException("um envio falhou: só resta desfazer");
                }
                super.sendOffsetsToTransaction(offsets, grupo);
                porGravar = offsets;
            }

            @Override
            public void commitTransaction() {
                if (cerca) {
                    throw new ProducerFencedException("cercado");
                }
                super.commitTransaction();
                porGravar.forEach((particao, lido) -> {
                    if (particao.equals(ORIGEM)) {
                        gravado = lido.offset();
                    } else {
                        gravadoDaOutra = lido.offset();
                    }
                });
                if (proximoCommitFicaSemResposta) {
                    proximoCommitFicaSemResposta = false;
                    throw new TimeoutException("sem resposta");
                }
            }
        }

        private static Cluster comDlt() {
            var no = new Node(1, "localhost", 9092);
            return new Cluster(
                    "c",
                    List.of(no),
                    List.of(new PartitionInfo("medidas-dlt", 0, no, new Node[] {no}, new Node[] {no})),
                    java.util.Set.of(),
                    java.util.Set.of());
        }
    }
}
