package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.KafkaOperations;

/** O poll() que o container chama: do que está no log, nada sai dele como exceção. */
class LeitorTest {

    private static final TopicPartition UM = new TopicPartition("novos_pedidos", 1);
    private static final TopicPartition DOIS = new TopicPartition("novos_pedidos", 2);
    private static final String ILEGIVEL =
            "Received exception when fetching the next record from novos_pedidos-1. If needed, please seek";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger recomecos = new AtomicInteger();
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");
    private final Impedimentos impedimentos = new Impedimentos("ESTOQUE");
    private final Cuidado cuidado = new Cuidado(nanos::get);
    private final Trechos trechos = new Trechos(impedimentos);
    private final Diagnostico diagnostico =
            new Diagnostico(ComandosDoKafka.deFabrica("localhost:9092"), "novos_pedidos-dlt");
    private final Escrita escrita = escrita();
    private final Consumer<byte[], byte[]> leitor = Leitor.de(kafka, comum(), nanos::get);

    @BeforeEach
    void atribui() {
        kafka.assign(List.of(UM, DOIS));
        kafka.seek(UM, 100);
        kafka.seek(DOIS, 0);
        kafka.updateBeginningOffsets(Map.of(UM, 50L, DOIS, 0L));
        kafka.updateEndOffsets(Map.of(UM, 200L, DOIS, 10L));
    }

    @Test
    void oTrechoIlegivelParaSoASuaParticao_eAsOutrasSeguem() {
        lanca(new KafkaException(ILEGIVEL, new KafkaException("Record is corrupt")));
        assertThat(poll()).isZero();
        assertThat(kafka.paused()).containsExactly(UM);
        assertThat(kafka.position(UM)).isEqualTo(100);
        assertThat(impedimentos.motivo()).contains("Não consigo ler novos_pedidos-1 no offset 100: Record is corrupt");
        assertThat(recomecos).hasValue(0);

        kafka.addRecord(new ConsumerRecord<>("novos_pedidos", 2, 0, bytes("k"), bytes("v")));
        assertThat(poll()).isEqualTo(1);
        assertThat(impedimentos.tem(Assunto.TRECHOS)).isTrue();
    }

    /** O container só trataria como um erro qualquer, e chamaria outra vez, com a thread ainda marcada: um laço, e nada lido. */
    @Test
    void aInterrupcaoNoPollEDita_recomecaENaoFicaMarcada() {
        lanca(new InterruptException(new InterruptedException())); // que marca a thread
        assertThat(poll()).isZero();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(recomecos).hasValue(1);
        assertThat(impedimentos.tem(Assunto.LEITURA)).isTrue();
    }

    @Test
    void aposFaltarMemoriaRecomecaComCuidado_eAchadoOCulpadoVoltaAoNormal() {
        lanca(new OutOfMemoryError("Java heap space"));
        assertThat(poll()).isZero();
        assertThat(cuidado.ligado()).isTrue();
        assertThat(recomecos).hasValue(1);
        assertThat(impedimentos.motivo()).contains("faltou memória");

        var outro = Leitor.de(kafka, comum(), nanos::get); // o do listener que recomeçou
        lanca(new OutOfMemoryError("Java heap space"));
        lanca(new KafkaException(ILEGIVEL));
        assertThat(outro.poll(Duration.ZERO).count()).isZero();
        assertThat(kafka.paused()).containsExactly(UM);
        assertThat(cuidado.ligado()).isFalse();
        assertThat(recomecos).hasValue(2);
        assertThat(impedimentos.motivo()).contains("OutOfMemoryError");
    }

    @Test
    void oConsumidorSeguinteNaoLeDeNovoOTrechoDeQueJaSeSabe() {
        lanca(new KafkaException(ILEGIVEL));
        poll();
        kafka.resume(List.of(UM));
        trechos.pausa(kafka, List.of(UM, DOIS));
        assertThat(kafka.paused()).containsExactly(UM);

        kafka.resume(List.of(UM));
        kafka.seek(UM, 150); // quem opera pulou o trecho
        trechos.pausa(kafka, List.of(UM));
        assertThat(kafka.paused()).isEmpty();
        assertThat(impedimentos.motivo()).isNull();
    }

    /** O Kafka as dá sempre na mesma ordem: com a presa à frente, as outras nunca seriam decididas. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aParticaoPresaVemDepoisDasOutras(int presa) {
        var registros = List.of(
                new ConsumerRecord<>("novos_pedidos", 1, 100, bytes("k"), bytes("v")),
                new ConsumerRecord<>("novos_pedidos", 2, 0, bytes("k"), bytes("v")));
        escrita.pendencias().prende(Lugar.de(registros.get(presa - 1)), "o destino o recusa");
        registros.forEach(kafka::addRecord);

        var lidos = leitor.poll(Duration.ZERO);
        assertThat(lidos).extracting(ConsumerRecord::partition).containsExactly(3 - presa, presa);
        assertThat(lidos.nextOffsets()).hasSize(2);
    }

    @Test
    void umGrupoNovoComecaDoInicio() {
        lanca(new NoOffsetForPartitionException(Set.of(UM)));
        assertThat(poll()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(50);
        assertThat(recomecos).hasValue(0);
        assertThat(impedimentos.motivo()).isNull();
    }

    /** O consumidor novo entrega no poll() o erro que position() já tinha dado. */
    @Test
    void oErroQueChegaAtrasadoNaoRepeteNemSalta() {
        kafka.seek(UM, 70);
        kafka.commitSync(Map.of(UM, new OffsetAndMetadata(70)));
        lanca(new NoOffsetForPartitionException(Set.of(UM)));
        assertThat(poll()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(70);

        lanca(new OffsetOutOfRangeException(Map.of(UM, 20L)));
        assertThat(poll()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(70);
        assertThat(kafka.committed(Set.of(UM))).containsEntry(UM, new OffsetAndMetadata(70));
    }

    @Test
    void oQueARetencaoApagouNaoSeEspera() {
        kafka.seek(UM, 20);
        lanca(new OffsetOutOfRangeException(Map.of(UM, 20L)));
        assertThat(poll()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(50);
        assertThat(kafka.committed(Set.of(UM))).containsEntry(UM, new OffsetAndMetadata(50));
    }

    /** As outras partições, ocupadas, nunca mostrariam que nada mais a prende. */
    @Test
    void oRegistroQuePrendiaAParticaoSaiuDoLog_eNadaMaisAImpede() {
        var preso = new ConsumerRecord<>("novos_pedidos", 1, 20, bytes("k"), bytes("v"));
        escrita.comeca(List.of(preso));
        escrita.doResultado(preso, "pedidos_aprovados", 10).onCompletion(null, new RecordTooLargeException("grande"));
        escrita.refaz(List.of(preso), kafka, new KafkaException("desfeita"));
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();

        kafka.seek(UM, 20);
        lanca(new OffsetOutOfRangeException(Map.of(UM, 20L)));
        assertThat(poll()).isZero();
        assertThat(escrita.pendencias().temPresos()).isFalse();
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isFalse();
    }

    /** Num tópico recriado, o que já se escreveu nele fica por processar: dizer o contrário esconderia a perda. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void alemDoFimDoLogNaoSeRepete_oLugarNovoEGravado_eDizSeOQueNaoSeProcessa(CapturedOutput saida) {
        kafka.seek(UM, 999);
        lanca(new OffsetOutOfRangeException(Map.of(UM, 999L)));
        assertThat(poll()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(200);
        assertThat(kafka.committed(Set.of(UM))).containsEntry(UM, new OffsetAndMetadata(200));
        assertThat(kafka.position(DOIS)).isZero();
        assertThat(saida)
                .contains("chegado ao offset 999, e o log acaba no 200", "não é processado")
                .doesNotContain("depois da perda é processado");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void oOffsetRecusadoQueEstaNoLogSeContinua_masDizSe(CapturedOutput saida) {
        lanca(new OffsetOutOfRangeException(Map.of(UM, 100L)));
        assertThat(poll()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(100);
        assertThat(saida).contains("o broker recusou o offset 100, que está no log (do 50 ao 200)");
    }

    @Test
    void oFimPerdidoEReescritoSeContinuaDeOndeOLogDivergiu() {
        var divergente = new OffsetAndMetadata(90, Optional.of(2), "");
        lanca(new LogTruncationException(Map.of(UM, 100L), Map.of(UM, divergente)));
        assertThat(poll()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(90);
        assertThat(kafka.committed(Set.of(UM))).containsEntry(UM, divergente);
    }

    /** O cliente guarda o erro da validação de uma partição e o dá a quem pergunta a posição de qualquer outra. */
    @Test
    void oErroQueSeSabeComRegistrosNaMaoNaoOsPerde_eSeTrataNoPollSeguinte() {
        var divergente = new OffsetAndMetadata(90, Optional.of(2), "");
        var guardado = new ArrayDeque<KafkaException>();
        guardado.add(new LogTruncationException(Map.of(UM, 100L), Map.of(UM, divergente)));
        Consumer<byte[], byte[]> comErro = Procurador.de(Consumer.class, kafka, (metodo, argumentos) -> {
            if (metodo.equals("position") && argumentos.length == 2 && !guardado.isEmpty()) {
                throw guardado.remove();
            }
            return Procurador.SEGUE;
        });
        var outro = Leitor.de(comErro, comum(), nanos::get);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        kafka.addRecord(new ConsumerRecord<>("novos_pedidos", 2, 0, bytes("k"), bytes("v")));
        assertThat(outro.poll(Duration.ZERO).count()).isEqualTo(1);

        assertThat(outro.poll(Duration.ZERO).count()).isZero();
        assertThat(kafka.position(UM)).isEqualTo(90);
        assertThat(kafka.committed(Set.of(UM))).containsEntry(UM, divergente);
        assertThat(recomecos).hasValue(0);
    }

    /** O que o container pausa à espera de um retry é dele: se lhe parecesse de outro, não o retomaria. */
    @Test
    void paraOContainerSoEstaoPausadasAsDeTrechosIlegiveis() {
        lanca(new KafkaException(ILEGIVEL));
        poll();
        leitor.pause(List.of(DOIS));
        assertThat(kafka.paused()).containsExactlyInAnyOrder(UM, DOIS);
        assertThat(leitor.paused()).containsExactly(UM);
    }

    @Test
    void qualquerOutraFalhaEDitaUmaVez_eOListenerRecomecaUmaVez() {
        lanca(new UnsupportedVersionException("no"));
        lanca(new TopicAuthorizationException("novos_pedidos"));
        assertThat(poll()).isZero();
        assertThat(impedimentos.motivo())
                .contains("kafka-features.sh --bootstrap-server localhost:9092 upgrade --feature group.version=1");
        assertThat(poll()).isZero();
        assertThat(impedimentos.motivo())
                .contains("sem permissão para ler")
                .contains("kafka-acls.sh --bootstrap-server localhost:9092 --add --allow-principal User:…");
        assertThat(recomecos).hasValue(1);
    }

    /** Dar permissões a quem errou a senha não resolve nada. */
    @Test
    void aSenhaErradaNaoEFaltaDePermissao() {
        lanca(new SaslAuthenticationException("Invalid username or password"));
        assertThat(poll()).isZero();
        assertThat(impedimentos.motivo())
                .contains("Invalid username or password", "sasl.*")
                .doesNotContain("acls");
    }

    /** A posição já passou dele, mas o resultado pode não ter sido escrito. */
    /** O cliente do Kafka embrulha o que sai de {@link Entrega#recebe}. */
    @Test
    void oQueFalhaAoReceberParticoesEDitoPelaCausa() {
        lanca(new KafkaException("User rebalance callback throws an error", new NullPointerException("sem ligação")));
        assertThat(poll()).isZero();
        assertThat(impedimentos.motivo()).contains("sem ligação (NullPointerException)");
        assertThat(recomecos).hasValue(1);
    }

    @Test
    void oUltimoRegistroLidoNaoProvaQueNadaFicouPorEscrever() {
        kafka.updateEndOffsets(Map.of(UM, 100L, DOIS, 1L));
        impedimentos.poe(Assunto.ESCRITA, "pedidos_aprovados recusa a hora");
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        kafka.addRecord(new ConsumerRecord<>("novos_pedidos", 2, 0, bytes("k"), bytes("v")));
        assertThat(poll()).isEqualTo(1);
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isTrue();

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(poll()).isZero(); // o lote se confirmou, e não há mais
        assertThat(impedimentos.tem(Assunto.ESCRITA)).isFalse();
    }

    @Test
    void registrosPorLerQueNaoChegamSaoUmProblema_eComOutroConsumidorUmTrechoQueNaoSeLe() {
        kafka.updateEndOffsets(Map.of(UM, 200L, DOIS, 0L));
        esperaPorRegistros(leitor);
        assertThat(impedimentos.motivo())
                .contains("em novos_pedidos-1, há 100 registros por ler a partir do offset 100 e nenhum chega");
        assertThat(recomecos).hasValue(1);
        assertThat(kafka.paused()).isEmpty();

        esperaPorRegistros(Leitor.de(kafka, comum(), nanos::get)); // o do listener que recomeçou
        assertThat(impedimentos.motivo())
                .contains("Não consigo ler novos_pedidos-1 no offset 100: o broker não entrega nada dali em diante");
        assertThat(kafka.paused()).containsExactly(UM);
        assertThat(recomecos).hasValue(1);
    }

    /** O que se sabe do fim do log é de antes de ele cair. */
    @Test
    void comOKafkaForaDoArNadaSeConclui() {
        kafka.updateEndOffsets(Map.of(UM, 200L, DOIS, 0L));
        impedimentos.poe(Assunto.KAFKA, "Não alcanço o Kafka");
        esperaPorRegistros(leitor);
        assertThat(impedimentos.tem(Assunto.LEITURA)).isFalse();
        assertThat(recomecos).hasValue(0);
    }

    /** No protocolo novo o offset vale alguns dias a contar do commit: a partição ociosa perderia o seu num reinício. */
    @Test
    void logoEDeHoraEmHoraOsOffsetsDoGrupoSeGravamOutraVezComoEstao() {
        nadaPorLer();
        kafka.commitSync(Map.of(UM, new OffsetAndMetadata(150, Optional.of(3), "")));
        var gravados = new ArrayList<Object>();
        var atento = Leitor.de(aoGravar(gravados::add), comum(), nanos::get);

        int vezes = 0;
        for (var espera : List.of(Renovacao.PRIMEIRA, Renovacao.PERIODO, Renovacao.PERIODO)) {
            passaEPergunta(espera.minusSeconds(1), atento);
            assertThat(gravados).hasSize(vezes);
            passaEPergunta(Duration.ofSeconds(1), atento);
            assertThat(gravados)
                    .hasSize(++vezes)
                    .allMatch(Map.of(UM, new OffsetAndMetadata(150, Optional.of(3), ""))::equals);
        }
    }

    @Test
    void seOsOffsetsNaoSeRenovamALeituraSegue() {
        nadaPorLer();
        kafka.commitSync(Map.of(UM, new OffsetAndMetadata(200)));
        var tentativas = new AtomicInteger();
        var atento = Leitor.de(
                aoGravar(offsets -> {
                    tentativas.incrementAndGet();
                    throw new TimeoutException("sem resposta");
                }),
                comum(),
                nanos::get);
        passaEPergunta(Renovacao.PRIMEIRA, atento);
        passaEPergunta(Duration.ofSeconds(1), atento);
        assertThat(tentativas).hasValue(1);
        assertThat(recomecos).hasValue(0);
        assertThat(impedimentos.motivo()).isNull();
    }

    /** O consumidor diz que a perdeu e, no mesmo poll(), dá o que dela já tinha: de volta ao grupo, o offset seria aceito, e já é de outro. */
    @Test
    void oQueVemDeUmaParticaoQueAcabaDeSePerderEDeQuemARecebeu() {
        var ouvinte = new AtomicReference<@Nullable ConsumerRebalanceListener>();
        var perdidas = new ArrayList<TopicPartition>();
        Consumer<byte[], byte[]> quePerde = Procurador.de(Consumer.class, kafka, (metodo, argumentos) -> {
            if (metodo.equals("subscribe")) {
                ouvinte.set((ConsumerRebalanceListener) argumentos[1]);
                return null;
            }
            if (metodo.equals("poll")) {
                Objects.requireNonNull(ouvinte.get()).onPartitionsLost(perdidas);
            }
            return Procurador.SEGUE;
        });
        var ditas = new ArrayList<TopicPartition>();
        var este = Leitor.de(quePerde, comum(), nanos::get);
        este.subscribe(List.of("novos_pedidos"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> estas) {}

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> estas) {}

            @Override
            public void onPartitionsLost(Collection<TopicPartition> estas) {
                ditas.addAll(estas);
            }
        });
        Objects.requireNonNull(ouvinte.get()).onPartitionsAssigned(List.of(UM, DOIS));

        kafka.addRecord(new ConsumerRecord<>("novos_pedidos", 1, 100, bytes("k"), bytes("v")));
        assertThat(este.poll(Duration.ZERO).count()).isEqualTo(1);

        perdidas.add(UM);
        kafka.addRecord(new ConsumerRecord<>("novos_pedidos", 1, 101, bytes("k"), bytes("v")));
        kafka.addRecord(new ConsumerRecord<>("novos_pedidos", 2, 0, bytes("k"), bytes("v")));
        var registros = este.poll(Duration.ZERO);
        assertThat(registros.partitions()).containsExactly(DOIS);
        assertThat(registros.nextOffsets()).containsOnlyKeys(DOIS);
        assertThat(ditas).containsExactly(UM);
    }

    private void nadaPorLer() {
        kafka.seek(UM, 200);
        kafka.seek(DOIS, 10);
    }

    private void passaEPergunta(Duration tempo, Consumer<?, ?> leitor) {
        nanos.addAndGet(tempo.toNanos());
        assertThat(leitor.poll(Duration.ZERO).count()).isZero();
    }

    private Consumer<byte[], byte[]> aoGravar(java.util.function.Consumer<Object> faz) {
        return Procurador.de(Consumer.class, kafka, (metodo, argumentos) -> {
            if (metodo.equals("commitSync")) {
                faz.accept(argumentos[0]);
            }
            return Procurador.SEGUE;
        });
    }

    private void esperaPorRegistros(Consumer<byte[], byte[]> leitor) {
        for (int i = 0; i <= Leitor.PACIENCIA.toSeconds() + 1; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            leitor.poll(Duration.ZERO);
        }
    }

    private Leitor.Comum comum() {
        return new Leitor.Comum(
                escrita,
                new Andamento(nanos::get),
                new ForaDoLog("ESTOQUE"),
                trechos,
                cuidado,
                impedimentos,
                diagnostico,
                recomecos::incrementAndGet);
    }

    private Escrita escrita() {
        return new Escrita(
                "ESTOQUE",
                "estoque-service",
                "novos_pedidos-dlt",
                Procurador.<KafkaOperations<byte[], byte[]>>de(
                        KafkaOperations.class, null, (metodo, argumentos) -> Procurador.SEGUE),
                diagnostico,
                impedimentos,
                new Recuo(),
                cuidado);
    }

    private int poll() {
        return leitor.poll(Duration.ZERO).count();
    }

    private void lanca(Throwable erro) {
        kafka.schedulePollTask(() -> LeitorTest.<RuntimeException>lancaTudo(erro));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void lancaTudo(Throwable erro) throws T {
        throw (T) erro;
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }
}
