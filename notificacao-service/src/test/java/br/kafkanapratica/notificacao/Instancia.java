package br.kafkanapratica.notificacao;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockConsumerFactory;
import org.springframework.kafka.mock.MockProducerFactory;

/**
 * O protocolo do aviso de verdade, numa thread que só anda um passo quando mandam: entre dois passos ela está parada, como um
 * processo sob SIGSTOP. Faz o que faz o container: entra no grupo, trata lotes, recomeça quando uma transação falha.
 */
final class Instancia {

    static final long PEDIDOS = 3;
    static final String ESPERANDO = "esperando a transação de outra";
    private static final int LOTE = 2;

    private final String nome;
    private final KafkaDeMentira kafka;
    private final Consumer<String> aoAvisar;
    private final Semaphore vez = new Semaphore(0);
    private final Semaphore parou = new Semaphore(0);
    private final Avisador avisador;
    private String onde = "por começar";
    private boolean morta;
    private boolean fim;
    private @Nullable Throwable erro;

    Instancia(String nome, KafkaDeMentira kafka, Executor threads, Consumer<String> aoAvisar) {
        this.nome = nome;
        this.kafka = kafka;
        this.aoAvisar = aoAvisar;
        var template =
                new KafkaTemplate<byte[], byte[]>(new MockProducerFactory<>((transacional, id) -> new Produtor(), "x"));
        var intencao = new Intencao(new MockConsumerFactory<>(Offsets::new), template, kafka);
        this.avisador = new Avisador(
                new Avisados(4),
                intencao,
                new Correio(new Terminal(), new PrintStream(new ByteArrayOutputStream()), kafka, System::nanoTime));
        threads.execute(this::vida);
    }

    /** Um passo; falso quando não há mais nenhum. */
    boolean anda() {
        if (!fim) {
            vez.release();
            parou.acquireUninterruptibly();
        }
        if (erro != null) {
            throw new AssertionError(nome + " " + onde, erro);
        }
        return !fim;
    }

    String onde() {
        return onde;
    }

    void dorme() {
        kafka.dorme(nome);
    }

    void venceATransacao() {
        kafka.venceATransacao(nome);
    }

    void morre() {
        morta = true;
        anda();
        dorme();
        venceATransacao();
    }

    private void vida() {
        try {
            espera();
            while (!terminou()) {
                onde = "recomeçando";
            }
        } catch (Morte e) {
            onde = "morta";
        } catch (Throwable e) {
            erro = e;
        }
        fim = true;
        parou.release();
    }

    /** Verdadeiro se não há mais pedidos, ou se a partição é de outra; falso se uma transação falhou. */
    private boolean terminou() {
        try {
            kafka.entra(nome).ifPresent(this::trata);
            return true;
        } catch (KafkaException e) {
            kafka.sai(nome); // a Retomada recomeça o listener com outro consumidor
            return false;
        }
    }

    private void trata(ConsumerGroupMetadata membro) {
        avisador.recebe(List.of(KafkaDeMentira.PARTICAO));
        long posicao = le("antes de saber a posição", KafkaDeMentira.GRUPO);
        while (posicao < PEDIDOS) {
            long fim = Math.min(PEDIDOS, posicao + LOTE);
            avisador.avisa(
                    membro,
                    Map.of(KafkaDeMentira.PARTICAO, new OffsetAndMetadata(posicao)),
                    LongStream.range(posicao, fim).mapToObj(Instancia::aviso).toList());
            passo("antes do commit do lote");
            kafka.confirmaLote(membro, fim);
            posicao = fim;
        }
        kafka.sai(nome);
    }

    private static Aviso aviso(long offset) {
        var registro = new ConsumerRecord<>("pedidos_concluidos", 0, offset, new byte[0], new byte[0]);
        return new Aviso(registro, "pedido " + offset, "rastro");
    }

    private long le(String oQue, String grupo) {
        passo(oQue);
        var lido = kafka.estavel(grupo);
        while (lido.isEmpty()) {
            passo(ESPERANDO);
            lido = kafka.estavel(grupo);
        }
        return lido.get();
    }

    private void passo(String oQue) {
        onde = oQue;
        parou.release();
        espera();
    }

    private void espera() {
        vez.acquireUninterruptibly();
        if (morta) {
            throw new Morte();
        }
    }

    private static final class Morte extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final class Offsets extends MockConsumer<byte[], byte[]> {

        Offsets() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> particoes, Duration prazo) {
            return Map.of(
                    KafkaDeMentira.PARTICAO, new OffsetAndMetadata(le("antes de ler a intenção", Intencao.GRUPO)));
        }
    }

    private final class Produtor extends MockProducer<byte[], byte[]> {

        @Override
        public void beginTransaction() {
            kafka.comeca(nome);
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata grupo) {
            passo("antes de pôr na transação o offset de " + grupo.groupId());
            kafka.acrescenta(nome, grupo, offsets.get(KafkaDeMentira.PARTICAO).offset());
        }

        @Override
        public void commitTransaction() {
            passo("antes do commit da intenção");
            kafka.confirma(nome);
            passo("depois do commit da intenção");
        }

        @Override
        public void abortTransaction() {
            kafka.desfaz(nome);
        }
    }

    private final class Terminal extends OutputStream {

        @Override
        public void write(int umByte) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int de, int quantos) {
            passo("antes de escrever");
            var linhas = new Scanner(new ByteArrayInputStream(bytes, de, quantos), StandardCharsets.UTF_8);
            while (linhas.hasNextLine()) {
                aoAvisar.accept(linhas.nextLine());
                passo("no meio da escrita");
            }
        }
    }
}
