package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.etapa.Escrita.EntregaFalhou;
import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.KafkaOperations;

/** Como o container usa: um lote, os envios, o que o broker responde a cada um, e o commit ou o rollback. */
class EscritaTest {

    private static final TopicPartition ORIGEM = new TopicPartition("novos_pedidos", 4);
    private static final TopicPartition OUTRA = new TopicPartition("novos_pedidos", 5);
    private static final InvalidRecordException SEM_CHAVE = new InvalidRecordException(
            "Compacted topic cannot accept message without key in topic partition pedidos_aprovados-0.");
    private static final Rejeicao RUIM = Rejeicao.semConserto("não é um JSON válido");

    private final MockProducer<byte[], byte[]> produtor = new MockProducer<>(
            cluster("novos_pedidos-dlt", 3), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final MockConsumer<byte[], byte[]> consumidor = new MockConsumer<>("none");
    private final Impedimentos impedimentos = new Impedimentos("ESTOQUE");

    private final Recuo recuo = new Recuo();

    private final Escrita escrita = new Escrita(
            "ESTOQUE",
            "estoque-service",
            "novos_pedidos-dlt",
            kafka(),
            new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "novos_pedidos-dlt"),
            impedimentos,
            recuo,
            new Cuidado());

    @BeforeEach
    void atribui() {
        consumidor.assign(List.of(ORIGEM));
        consumidor.seek(ORIGEM, 10);
    }

    @Test
    void aDltComMenosParticoesRecebeNumaQueExiste_eOsHeadersDizemAOrigem() {
        lote(registro(7, new byte[] {1}));
        escrita.rejeita(registro(7, new byte[] {1}), RUIM);

        var escrito = ultimo();
        assertThat(escrito.partition()).isEqualTo(1);
        assertThat(escrito.value()).containsExactly(1);
        assertThat(header(escrito, "dlt-particao")).isEqualTo("4");
        assertThat(header(escrito, "dlt-offset")).isEqualTo("7");
        assertThat(header(escrito, "dlt-causa")).isEqualTo("não é um JSON válido");
        assertThat(header(escrito, "dlt-omitido")).isNull();
    }

    /** Quem conserta um registro e o devolve à entrada copia-o como está na DLT. */
    @Test
    void oQueVoltouDaDltEFalhaOutraVezSoTemOsDltDestaVez_eAOrigemDela() {
        var primeiro = registro(7, new byte[] {1});
        lote(primeiro);
        escrita.rejeita(primeiro, Rejeicao.esgotada(new IllegalStateException("a operadora não respondeu")));
        var voltou = registro(90, new byte[] {1});
        ultimo().headers().forEach(voltou.headers()::add);
        voltou.headers().add("dlt-meu", new byte[0]);

        lote(voltou);
        escrita.rejeita(voltou, RUIM);
        var nomes = Arrays.stream(ultimo().headers().toArray()).map(Header::key).toList();
        assertThat(nomes).contains("dlt-meu").doesNotContain("dlt-excecao", "dlt-pilha");
        assertThat(nomes).filteredOn(nome -> nome.startsWith("dlt-")).doesNotHaveDuplicates();
        assertThat(header(ultimo(), "dlt-causa")).isEqualTo("não é um JSON válido");
        assertThat(header(ultimo(), "dlt-offset")).isEqualTo("90");
        assertThat(ultimo().headers().lastHeader("kafka_dlt-original-offset").value())
                .isEqualTo(ByteBuffer.allocate(Long.BYTES).putLong(90).array());
    }

    @Test
    void oQueADltRecusaPorSerGrandeVaiReduzidoNaVoltaSeguinte_eOsOutrosNaoTemCulpa() {
        var grande = registro(7, new byte[5000]);
        var bom = registro(6, new byte[] {1});
        lote(bom, grande);
        escrita.rejeita(grande, Rejeicao.esgotada(new IllegalStateException("a operadora não respondeu")));
        produtor.send(
                new ProducerRecord<>("pedidos_aprovados", null, null),
                escrita.doResultado(bom, "pedidos_aprovados", 200));
        produtor.send(
                new ProducerRecord<>("pedidos_aprovados", null, null),
                escrita.doResultado(bom, "pedidos_aprovados", 200));
        var recusa = new RecordTooLargeException("grande");
        produtor.errorNext(recusa);
        produtor.errorNext(recusa); // o produtor real dá a mesma aos que esperavam
        produtor.errorNext(new TransactionAbortedException("por causa do outro", recusa));

        assertThat(escrita.refaz(List.of(bom, grande), consumidor, new KafkaException("desfeita")))
                .isTrue();
        assertThat(consumidor.position(ORIGEM)).isEqualTo(6);
        assertThat(escrita.condenacao(bom)).isNull();
        assertThat(impedimentos.motivo()).isNull();

        lote(bom, grande);
        escrita.rejeita(grande, Objects.requireNonNull(escrita.condenacao(grande)));
        var escrito = ultimo();
        assertThat(escrito.value()).isNull();
        assertThat(escrito.key()).isEqualTo(grande.key());
        assertThat(header(escrito, "dlt-causa")).isEqualTo("a operadora não respondeu");
        assertThat(header(escrito, "dlt-omitido"))
                .isEqualTo("valor (5000 bytes): novos_pedidos-dlt o recusou: é grande demais");
        assertThat(header(escrito, "dlt-tamanho-valor")).isEqualTo("5000");

        escrita.espera(2);
        escrita.confirmou();
        assertThat(escrita.condenacao(grande)).isNull();
    }

    @Test
    void seNemReduzidoCabeOProblemaEDaDlt_eODizComOComando() {
        var ruim = registro(7, new byte[5000]);
        for (int volta = 1; volta <= 2; volta++) {
            lote(ruim);
            escrita.rejeita(ruim, RUIM);
            produtor.errorNext(new RecordTooLargeException("grande"));
            assertThat(escrita.refaz(List.of(ruim), consumidor, new KafkaException("desfeita")))
                    .isEqualTo(volta == 1);
        }
        assertThat(impedimentos.motivo())
                .contains("novos_pedidos-dlt recusa o que se escreve", "--add-config max.message.bytes=2097152");
    }

    @Test
    void oRegistroQueNemSeTentaInteiroVaiReduzidoSemNenhumaVolta() {
        var enorme = registro(7, new byte[RegistroDaDlt.MAIOR_INTEIRO]);
        lote(enorme);
        escrita.rejeita(enorme, RUIM);
        assertThat(ultimo().value()).isNull();
        assertThat(header(ultimo(), "dlt-omitido")).contains("o registro tem mais de 8388608 bytes");
    }

    @Test
    void oResultadoGrandeDemaisParaQualquerDestinoLevaOPedidoADlt() {
        resultadoRecusado(new RecordTooLargeException("grande"), 1_040_000, true);
        assertThat(escrita.condenacao(registro(7, new byte[1])))
                .isEqualTo(Rejeicao.semConserto("pedidos_aprovados recusou o resultado: é grande demais"));
        assertThat(impedimentos.motivo()).isNull();
    }

    /** O tópico compactado está certo: nenhuma espera daria uma chave ao registro. */
    @Test
    void oResultadoSemChaveQueODestinoCompactadoRecusaLevaOPedidoADlt() {
        resultadoRecusado(semChave(7), SEM_CHAVE, 200, true);
        assertThat(escrita.condenacao(registro(7, new byte[1])))
                .isEqualTo(Rejeicao.semConserto(
                        "pedidos_aprovados recusou o resultado: o destino é compactado e o registro não tem chave"));
        assertThat(impedimentos.motivo()).isNull();
    }

    /** O produtor dá aos que ainda esperavam na fila o erro do lote inteiro, com o texto do registro recusado. */
    @Test
    void oVizinhoComChaveDeUmSemChaveNaoVaiADlt() {
        var semChave = semChave(7);
        var vizinho = registro(8, new byte[1]);
        lote(semChave, vizinho);
        escrita.doResultado(semChave, "pedidos_aprovados", 200).onCompletion(null, SEM_CHAVE);
        escrita.doResultado(vizinho, "pedidos_aprovados", 200)
                .onCompletion(null, new InvalidRecordException(SEM_CHAVE.getMessage()));
        assertThat(escrita.refaz(List.of(semChave, vizinho), consumidor, new KafkaException("desfeita")))
                .isTrue();
        assertThat(escrita.condenacao(semChave)).isNotNull();
        assertThat(escrita.condenacao(vizinho)).isNull();
        assertThat(impedimentos.motivo()).isNull();
    }

    @Test
    void aDltCompactadaQueRecusaORegistroSemChaveEDita_comOComando() {
        var ruim = semChave(7);
        lote(ruim);
        escrita.rejeita(ruim, RUIM);
        produtor.errorNext(SEM_CHAVE);
        assertThat(escrita.refaz(List.of(ruim), consumidor, new KafkaException("desfeita")))
                .isFalse();
        assertThat(impedimentos.motivo())
                .contains("é compactado", "--entity-name novos_pedidos-dlt --add-config cleanup.policy=delete");
    }

    /** O container ainda guarda o pedido de devolução, que valeria para o lote seguinte. */
    @Test
    void oLoteDevolvidoEmParteNaoSeRefazComOMesmoConsumidor_masOCondenadoNaoSeEsquece() {
        var pedido = registro(7, new byte[1]);
        lote(pedido, registro(8, new byte[1]));
        escrita.doResultado(pedido, "pedidos_aprovados", 1_040_000)
                .onCompletion(null, new RecordTooLargeException("grande"));
        escrita.devolve();
        assertThat(escrita.refaz(List.of(pedido), consumidor, new KafkaException("desfeita")))
                .isFalse();
        assertThat(consumidor.position(ORIGEM)).isEqualTo(10);
        assertThat(escrita.condenacao(pedido)).isNotNull();
    }

    @Test
    void oResultadoPequenoQueOTopicoRecusaNaoVaiADlt_eOMotivoFicaAteUmLoteSeConfirmar() {
        resultadoRecusado(new RecordTooLargeException("grande"), 200, false);
        assertThat(escrita.condenacao(registro(7, new byte[1]))).isNull();
        assertThat(impedimentos.motivo())
                .contains("--entity-name pedidos_aprovados --add-config max.message.bytes=1048588");

        escrita.confirmou(); // um poll() sem nada escrito não prova nada
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();

        lote(registro(7, new byte[1]));
        escrita.espera(1);
        escrita.confirmou();
        assertThat(impedimentos.motivo()).isNull();
    }

    @Test
    void outroPedidoQueCoubeNaoProvaQueODestinoJaServe() {
        resultadoRecusado(new RecordTooLargeException("grande"), 200, false);
        lote(registro(3, new byte[1]));
        escrita.espera(1);
        escrita.confirmou();
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();

        escrita.pendencias().restam(particao -> true);
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();
        escrita.pendencias().restam(particao -> false); // agora é de outra instância
        assertThat(impedimentos.motivo()).isNull();
    }

    /** Com várias threads, cada uma só sabe das suas partições. */
    @Test
    void aThreadOciosaNaoDaPorResolvidoOQuePrendeAsParticoesDeOutra() {
        resultadoRecusado(new RecordTooLargeException("grande"), 200, false);
        recuo.proxima();

        escrita.pendencias().emDia(List.of(OUTRA));
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();
        assertThat(recuo.proxima()).isEqualTo(Duration.ofSeconds(1));

        escrita.pendencias().emDia(List.of(ORIGEM, OUTRA));
        assertThat(impedimentos.motivo()).isNull();
        assertThat(recuo.proxima()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aThreadOciosaNaoDaPorConfirmadaATransacaoDeOutra() {
        var um = registro(7, new byte[1]);
        lote(um);
        escrita.refaz(List.of(um), consumidor, new KafkaException("x", new TimeoutException("prazo")));

        escrita.pendencias().emDia(List.of(OUTRA));
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();

        lote(um);
        escrita.espera(1);
        escrita.confirmou();
        assertThat(impedimentos.motivo()).isNull();
    }

    /** A retenção o apagou, ou o log perdeu o fim; e as outras partições, ocupadas, nunca estão em dia. */
    @Test
    void oQuePrendiaJaNaoEstaNoLog_eNadaMaisImpede() {
        resultadoRecusado(new RecordTooLargeException("grande"), 200, false);
        assertThat(escrita.pendencias().temPresos()).isTrue();

        escrita.pendencias().esquece(ORIGEM);
        assertThat(escrita.pendencias().temPresos()).isFalse();
        assertThat(impedimentos.motivo()).isNull();
    }

    @Test
    void aoReceberAParticaoSeVeSeOutroJaPassouDoQueAPrendia() {
        resultadoRecusado(new RecordTooLargeException("grande"), 200, false);
        consumidor.seek(ORIGEM, 7);
        escrita.pendencias().recebe(consumidor, List.of(ORIGEM));
        assertThat(escrita.pendencias().temPresos()).isTrue();

        consumidor.seek(ORIGEM, 8);
        escrita.pendencias().recebe(consumidor, List.of(ORIGEM));
        assertThat(escrita.pendencias().temPresos()).isFalse();
        assertThat(impedimentos.motivo()).isNull();
    }

    /** O commit tinha sido feito: só a resposta se perdeu. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aoReceberAParticaoSeVeSeATransacaoSemRespostaFoiFeita(CapturedOutput saida) {
        var um = registro(7, new byte[1]);
        lote(um);
        escrita.refaz(List.of(um), consumidor, new KafkaException("x", new TimeoutException("prazo")));
        consumidor.seek(ORIGEM, 8);

        escrita.pendencias().recebe(consumidor, List.of(ORIGEM));
        assertThat(impedimentos.motivo()).isNull();
        assertThat(saida).contains("O registro por que se esperava já ficou para trás.");
    }

    @Test
    void oRelogioAdiantadoEDoDestino_naoDoPedido() {
        resultadoRecusado(new InvalidTimestampException("fora"), 200, false);
        assertThat(impedimentos.motivo()).contains("o relógio deste computador");
        assertThat(escrita.condenacao(registro(7, new byte[1]))).isNull();
    }

    @Test
    void semNenhumEnvioRecusadoNaoSeSabeSeOCommitFoiFeito_eNaoSeRefaz() {
        var um = registro(7, new byte[1]);
        lote(um);
        assertThat(escrita.refaz(List.of(um), consumidor, new KafkaException("x", new TimeoutException("prazo"))))
                .isFalse();
        assertThat(consumidor.position(ORIGEM)).isEqualTo(10);
        assertThat(impedimentos.motivo()).contains("A transação não se confirmou");
    }

    /** Quem demora mais que max.poll.interval.ms sai do grupo, e só o soube ao gravar os offsets. */
    @Test
    void oLoteDeQuemOGrupoTirouDizQueAjusteOPermitiria() {
        var um = registro(7, new byte[1]);
        lote(um);
        escrita.refaz(List.of(um), consumidor, new KafkaException("x", new CommitFailedException("época antiga")));
        assertThat(impedimentos.motivo()).contains("max.poll.interval.ms", "etapa.trabalho-maximo", "época antiga");
    }

    @Test
    void aEntregaQueFalhaEDitaComoTal_comAClasse() {
        var um = registro(7, new byte[1]);
        lote(um);
        var falha = new EntregaFalhou(new NullPointerException("Cannot invoke x"));
        assertThat(escrita.refaz(List.of(um), consumidor, new RuntimeException("Listener failed", falha)))
                .isFalse();
        assertThat(impedimentos.motivo())
                .startsWith("A entrega do lote falhou: Cannot invoke x (NullPointerException).")
                .contains("novos_pedidos-4, offset 7");
    }

    /** A recusa do envio é consequência: a transação já não havia. */
    @Test
    void aTransacaoEncerradaPeloBrokerNoMeioDoEnvioNaoECulpaDoDestino() {
        resultadoRecusado(new InvalidProducerEpochException("época velha"), 200, false);
        assertThat(impedimentos.motivo()).contains("O broker encerrou a transação", "transaction.timeout.ms");
        assertThat(escrita.pendencias().temPresos()).isFalse();
    }

    @Test
    void aCausaQueECausaDeSiMesmaNaoEUmLaco() {
        var um = new IllegalStateException("um");
        var outro = new IllegalStateException("outro", um);
        um.initCause(outro);
        lote(registro(7, new byte[1]));
        assertThat(escrita.refaz(List.of(registro(7, new byte[1])), consumidor, um))
                .isFalse();
        assertThat(impedimentos.motivo()).contains("A transação não se confirmou");
    }

    /** A que nem chegou a começar não herda as recusas da anterior. */
    @Test
    void aTransacaoQueNaoComecaNaoSeRefazComoSeTivesseSidoRecusada() {
        resultadoRecusado(new RecordTooLargeException("grande"), 1_040_000, true);
        var um = registro(7, new byte[1]);
        assertThat(escrita.refaz(List.of(um), consumidor, new KafkaException("x", new TimeoutException("prazo"))))
                .isFalse();
        assertThat(impedimentos.motivo()).contains("A transação não se confirmou");
    }

    @Test
    void osOffsetsGravadosLevamAEpocaDoRegistro() {
        lote(registro(6, new byte[1]), registro(7, new byte[1]));
        assertThat(escrita.comEpocas(Map.of(ORIGEM, new OffsetAndMetadata(8))))
                .containsEntry(ORIGEM, new OffsetAndMetadata(8, Optional.of(3), ""));
    }

    /** Interrompido na hora de os mandar, o container do Spring segue para o commit. */
    @Test
    void umLoteSemOsOffsetsNaoSeConfirma() {
        produtor.initTransactions();
        var cuidadoso = escrita.comEpocas(produtor);
        var pedido = registro(7, new byte[1]);
        lote(pedido);
        cuidadoso.beginTransaction();
        escrita.espera(1);
        assertThatThrownBy(cuidadoso::commitTransaction).hasMessageContaining("não levou os offsets");
        assertThat(produtor.transactionCommitted()).isFalse();
        cuidadoso.abortTransaction();
        assertThat(escrita.refaz(List.of(pedido), consumidor, new KafkaException("desfeita")))
                .isFalse();

        lote(pedido);
        cuidadoso.beginTransaction();
        escrita.espera(1);
        cuidadoso.sendOffsetsToTransaction(Map.of(ORIGEM, new OffsetAndMetadata(8)), consumidor.groupMetadata());
        cuidadoso.commitTransaction();
        assertThat(produtor.consumerGroupOffsetsHistory()).hasSize(1);

        lote(); // nada decidido: nada a gravar
        cuidadoso.beginTransaction();
        cuidadoso.commitTransaction();
    }

    /** Num tópico recriado, outro registro pode estar no mesmo lugar. */
    @Test
    void oCondenadoEEleENaoOLugar() {
        var pedido = registro(7, new byte[1]);
        lote(pedido);
        escrita.doResultado(pedido, "pedidos_aprovados", 1_040_000)
                .onCompletion(null, new RecordTooLargeException("grande"));
        escrita.refaz(List.of(pedido), consumidor, new KafkaException("desfeita"));
        assertThat(escrita.condenacao(pedido)).isNotNull();
        assertThat(escrita.condenacao(registro(7, 99, new byte[1]))).isNull();
    }

    /** Nem o que se decidiu dele, para o outro: este ainda não se tentou inteiro. */
    @Test
    void oReduzidoTambem() {
        var grande = registro(7, new byte[5000]);
        lote(grande);
        escrita.rejeita(grande, RUIM);
        produtor.errorNext(new RecordTooLargeException("grande"));
        escrita.refaz(List.of(grande), consumidor, new KafkaException("desfeita"));
        lote(grande);
        escrita.rejeita(grande, RUIM);
        assertThat(ultimo().value()).isNull();

        var outro = registro(7, 99, new byte[] {1});
        lote(outro);
        escrita.rejeita(outro, RUIM);
        assertThat(ultimo().value()).containsExactly(1);
    }

    @Test
    void semRespostaNaoSeAfirmaQueOTopicoNaoExiste() {
        resultadoRecusado(
                new TimeoutException("Topic pedidos_aprovados not present in metadata after 10000 ms."), 200, false);
        assertThat(impedimentos.motivo()).contains("o Kafka não respondeu a tempo, ou");
    }

    /** Assim o cliente diz que o broker recusou a hora de mais de um registro do lote. */
    @Test
    void comORelogioAdiantadoADltGuardaOsRegistrosInteiros() {
        var ruim = registro(7, new byte[6]);
        lote(ruim);
        escrita.rejeita(ruim, RUIM);
        produtor.errorNext(new InvalidRecordException("Timestamp 9 of message with offset 0 is out of range. The …"));
        assertThat(escrita.refaz(List.of(ruim), consumidor, new KafkaException("desfeita")))
                .isFalse();
        assertThat(impedimentos.motivo()).contains("o relógio deste computador");

        lote(ruim);
        escrita.rejeita(ruim, RUIM);
        assertThat(ultimo().value()).hasSize(6);
    }

    private void resultadoRecusado(RuntimeException erro, int tamanho, boolean refaz) {
        resultadoRecusado(registro(7, new byte[1]), erro, tamanho, refaz);
    }

    private void resultadoRecusado(
            ConsumerRecord<byte[], byte[]> pedido, RuntimeException erro, int tamanho, boolean refaz) {
        lote(pedido);
        produtor.send(
                new ProducerRecord<>("pedidos_aprovados", null, null),
                escrita.doResultado(pedido, "pedidos_aprovados", tamanho));
        produtor.errorNext(erro);
        assertThat(escrita.refaz(List.of(pedido), consumidor, new KafkaException("desfeita", erro)))
                .isEqualTo(refaz);
    }

    @SafeVarargs
    private void lote(ConsumerRecord<byte[], byte[]>... registros) {
        escrita.comeca(List.of(registros));
    }

    private ProducerRecord<byte[], byte[]> ultimo() {
        var historia = produtor.history();
        return historia.get(historia.size() - 1);
    }

    private static @Nullable String header(ProducerRecord<?, ?> registro, String nome) {
        var header = registro.headers().lastHeader(nome);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> registro(long offset, byte[] valor) {
        return registro(offset, 0, valor);
    }

    private static ConsumerRecord<byte[], byte[]> registro(long offset, long quando, byte[] valor) {
        return registro(offset, quando, new byte[] {'k'}, valor);
    }

    private static ConsumerRecord<byte[], byte[]> semChave(long offset) {
        return registro(offset, 0, null, new byte[1]);
    }

    private static ConsumerRecord<byte[], byte[]> registro(
            long offset, long quando, byte @Nullable [] chave, byte[] valor) {
        return new ConsumerRecord<>(
                ORIGEM.topic(),
                ORIGEM.partition(),
                offset,
                quando,
                TimestampType.CREATE_TIME,
                1,
                valor.length,
                chave,
                valor,
                new RecordHeaders(),
                Optional.of(3));
    }

    private static Cluster cluster(String topico, int particoes) {
        var no = new Node(1, "localhost", 9092);
        return new Cluster(
                "c",
                List.of(no),
                IntStream.range(0, particoes)
                        .mapToObj(numero -> new PartitionInfo(topico, numero, no, new Node[] {no}, new Node[] {no}))
                        .toList(),
                Set.of(),
                Set.of());
    }

    private KafkaOperations<byte[], byte[]> kafka() {
        return Procurador.de(KafkaOperations.class, null, (metodo, argumentos) -> {
            assertThat(metodo).isEqualTo("execute");
            @SuppressWarnings("unchecked")
            var acao = (KafkaOperations.ProducerCallback<byte[], byte[], Object>) argumentos[0];
            return acao.doInKafka(produtor);
        });
    }
}
