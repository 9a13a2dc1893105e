package br.kafkanapratica.leitura;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes como vieram, mas só até um limite em cada {@code poll()}. O Kafka limita quantos registros um {@code poll()} devolve e
 * quantos bytes <em>comprimidos</em> uma busca traz; o que eles ocupam depois de descomprimidos, não, e 400 KB no disco podem
 * ser 600 MB na memória.
 *
 * <p>É desserializador e interceptor do mesmo consumidor ({@link #configuracao}). Passado o limite, recusa o registro seguinte; o
 * consumidor então devolve os que já tem e pede o recusado de novo no próximo {@code poll()}, que o interceptor faz começar do
 * zero. O primeiro de cada {@code poll()} nunca é recusado, por maior que seja. Nada se perde e a ordem é a do log.
 *
 * <p>Cada consumidor é de uma thread; a conta é da thread que chama {@code poll()}.
 */
public final class BytesLimitados implements Deserializer<byte[]>, ConsumerInterceptor<byte[], byte[]> {

    /**
     * Nome da configuração: quantos bytes de chaves, valores e headers (sem os nomes deles) um {@code poll()} devolve. Os headers de um
     * registro sem chave nem valor não se veem aqui.
     */
    public static final String LIMITE = "leitura.bytes.por.poll";

    private static final String SEM_VALORES = "leitura.sem.valores";

    /** Em bytes. */
    public static final long PADRAO = 8 * 1024 * 1024;

    private static final ThreadLocal<Conta> CONTA = ThreadLocal.withInitial(Conta::new);

    /** A chave de um registro só passa a contar com o valor dele, ou quando vem o seguinte: nulos não passam por aqui. */
    private static final class Conta {
        private long inteiros;
        private long chave;
    }

    private long limite = PADRAO;
    private boolean daChave;
    private boolean semValores;

    /** Sem as chamadas que enchem a pilha: a recusa não é um erro, e só o consumidor a vê. */
    private static final class Cheio extends SerializationException {
        private static final long serialVersionUID = 1L;

        Cheio() {
            super("já há bytes bastantes neste poll()");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** O que põe este limite, em bytes, num consumidor de {@code byte[]}. */
    public static Map<String, Object> configuracao(long limite) {
        return Map.of(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                BytesLimitados.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                BytesLimitados.class,
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                BytesLimitados.class.getName(),
                LIMITE,
                Long.toString(limite));
    }

    /** Como {@link #configuracao}, para quem só quer as chaves e os headers: os valores contam para o limite, e vêm nulos. */
    public static Map<String, Object> semValores(long limite) {
        var configuracao = new HashMap<>(configuracao(limite));
        configuracao.put(SEM_VALORES, "true");
        return Map.copyOf(configuracao);
    }

    @Override
    public void configure(Map<String, ?> configuracoes) {
        var dado = configuracoes.get(LIMITE);
        limite = dado == null ? PADRAO : Long.parseLong(dado.toString());
        CONTA.remove(); // o consumidor anterior desta thread pode ter acabado no meio de um poll()
        semValores = "true".equals(configuracoes.get(SEM_VALORES));
    }

    @Override
    public void configure(Map<String, ?> configuracoes, boolean daChave) {
        configure(configuracoes);
        this.daChave = daChave;
    }

    @Override
    public byte @Nullable [] deserialize(String topico, Headers headers, ByteBuffer dados) {
        var conta = CONTA.get();
        boolean primeiro = daChave || conta.chave == 0; // o registro sem chave só passa por aqui com o valor
        soma(conta, dados.remaining() + (primeiro ? tamanho(headers) : 0));
        if (semValores && !daChave) {
            return null;
        }
        try {
            var bytes = new byte[dados.remaining()];
            dados.duplicate().get(bytes);
            return bytes;
        } catch (OutOfMemoryError e) { // como Error, o consumidor daria este registro por lido
            CONTA.remove(); // deste poll() não sai mais nada, e o seguinte não pode começar cheio
            throw new SerializationException("%d bytes não cabem na memória".formatted(dados.remaining()), e);
        }
    }

    @Override
    public byte @Nullable [] deserialize(String topico, byte @Nullable [] dados) {
        if (dados != null) {
            soma(CONTA.get(), dados.length);
        }
        return dados;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> registros) {
        CONTA.remove();
        return registros;
    }

    private void soma(Conta conta, long bytes) {
        if (daChave) {
            conta.inteiros += conta.chave;
            conta.chave = bytes;
        }
        if (conta.inteiros >= limite) {
            throw new Cheio();
        }
        if (!daChave) {
            conta.inteiros += conta.chave + bytes;
            conta.chave = 0;
        }
    }

    private static long tamanho(Headers headers) {
        long total = 0;
        for (var header : headers) {
            total += header.value() == null ? 0 : header.value().length;
        }
        return total;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
