package br.kafkanapratica.etapa;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaUtils;

/**
 * O que se escreve na DLT: o registro como chegou, com a causa em headers de texto ({@code dlt-*}); ou, se assim não cabe lá, só
 * o que o identifica, com {@code dlt-omitido} a dizer o que falta e por quê.
 *
 * <p>A hora é a de agora, que o broker aceita: a original pode estar fora do que a DLT permite, e vai num header.
 */
final class RegistroDaDlt {

    /** Bytes, sem comprimir: escrever um registro maior pediria da memória várias vezes isto. */
    static final int MAIOR_INTEIRO = 8 * 1024 * 1024;

    private static final int MAIOR_CHAVE_REDUZIDA = 4096;
    private static final int MAIORES_HEADERS_REDUZIDOS = 4096;

    private static final List<String> NOSSOS = List.of(
            "dlt-causa",
            "dlt-servico",
            "dlt-topico",
            "dlt-particao",
            "dlt-offset",
            "dlt-excecao",
            "dlt-pilha",
            "dlt-omitido",
            "dlt-tamanho-chave",
            "dlt-tamanho-valor");

    private final String programa;
    private final String dlt;

    RegistroDaDlt(String programa, String dlt) {
        this.programa = programa;
        this.dlt = dlt;
    }

    /** @param particoes quantas tem a DLT: com menos que a origem, mais de uma partição vai para a mesma */
    ProducerRecord<byte[], byte[]> inteiro(ConsumerRecord<byte[], byte[]> registro, Rejeicao rejeicao, int particoes) {
        var headers = semOsDeAntes(registro.headers());
        origem(headers, registro);
        motivo(headers, registro, rejeicao);
        return novo(registro, particoes, registro.key(), registro.value(), headers);
    }

    ProducerRecord<byte[], byte[]> reduzido(
            ConsumerRecord<byte[], byte[]> registro, Rejeicao rejeicao, String porQue, int particoes) {
        int daChave = tamanho(registro.key());
        var doRegistro = semOsDeAntes(registro.headers());
        int dosHeaders = tamanho(doRegistro);
        boolean comHeaders = dosHeaders <= MAIORES_HEADERS_REDUZIDOS;
        var chave =
                daChave <= MAIOR_CHAVE_REDUZIDA ? registro.key() : Arrays.copyOf(registro.key(), MAIOR_CHAVE_REDUZIDA);
        var headers = comHeaders ? doRegistro : new RecordHeaders();
        origem(headers, registro);
        motivo(headers, registro, rejeicao);
        var omitido = new StringBuilder("valor (%d bytes)".formatted(tamanho(registro.value())));
        if (daChave > MAIOR_CHAVE_REDUZIDA) {
            omitido.append(", chave depois de %d bytes (de %d)".formatted(MAIOR_CHAVE_REDUZIDA, daChave));
        }
        if (!comHeaders) {
            omitido.append(", headers (%d bytes)".formatted(dosHeaders));
        }
        headers.add("dlt-omitido", bytes(omitido.append(": ").append(porQue).toString()));
        headers.add("dlt-tamanho-chave", bytes(Integer.toString(daChave)));
        headers.add("dlt-tamanho-valor", bytes(Integer.toString(tamanho(registro.value()))));
        return novo(registro, particoes, chave, null, headers);
    }

    static boolean cabeInteiro(ConsumerRecord<byte[], byte[]> registro) {
        return (long) tamanho(registro.key()) + tamanho(registro.value()) + tamanho(registro.headers())
                <= MAIOR_INTEIRO;
    }

    private ProducerRecord<byte[], byte[]> novo(
            ConsumerRecord<?, ?> registro,
            int particoes,
            byte @Nullable [] chave,
            byte @Nullable [] valor,
            Headers headers) {
        return new ProducerRecord<>(dlt, registro.partition() % particoes, chave, valor, headers);
    }

    /** O que voltou da DLT à entrada, e falha outra vez, traz os da primeira: misturados, os de uma não se distinguiriam dos da outra. */
    private static Headers semOsDeAntes(Headers doRegistro) {
        var headers = new RecordHeaders(doRegistro);
        NOSSOS.forEach(headers::remove);
        return headers;
    }

    /** Em texto, para quem lê a DLT no terminal. */
    private void motivo(Headers headers, ConsumerRecord<?, ?> registro, Rejeicao rejeicao) {
        headers.add("dlt-causa", bytes(rejeicao.causa()))
                .add("dlt-servico", bytes(programa))
                .add("dlt-topico", bytes(registro.topic()))
                .add("dlt-particao", bytes(Integer.toString(registro.partition())))
                .add("dlt-offset", bytes(Long.toString(registro.offset())));
        var erro = rejeicao.erro();
        if (erro != null) {
            headers.add("dlt-excecao", bytes(erro.getClass().getName()))
                    .add("dlt-pilha", bytes(Diagnostico.pilha(erro)));
        }
    }

    /** Os do Spring, binários: há ferramentas que os esperam. Como os dele, somam-se: os últimos são os desta vez, e de fora pode vir qualquer um. */
    private static void origem(Headers headers, ConsumerRecord<?, ?> registro) {
        headers.add(KafkaHeaders.DLT_ORIGINAL_TOPIC, bytes(registro.topic()))
                .add(
                        KafkaHeaders.DLT_ORIGINAL_PARTITION,
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(registro.partition())
                                .array())
                .add(
                        KafkaHeaders.DLT_ORIGINAL_OFFSET,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(registro.offset())
                                .array())
                .add(
                        KafkaHeaders.DLT_ORIGINAL_TIMESTAMP,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(registro.timestamp())
                                .array())
                .add(
                        KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE,
                        bytes(registro.timestampType().toString()));
        var grupo = KafkaUtils.getConsumerGroupId();
        if (grupo != null) {
            headers.add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, bytes(grupo));
        }
    }

    private static int tamanho(byte @Nullable [] dados) {
        return dados == null ? 0 : dados.length;
    }

    private static int tamanho(Headers headers) {
        int total = 0;
        for (var header : headers) {
            total += header.key().length() + tamanho(header.value());
        }
        return total;
    }

    private static byte[] bytes(String texto) {
        return texto.getBytes(StandardCharsets.UTF_8);
    }
}
