package br.kafkanapratica.leitura;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * O ponto de uma partição de que a leitura não passa: um lote danificado no disco, um registro que não cabe na memória, um codec
 * cuja biblioteca não se pôde carregar.
 *
 * @param offset o primeiro que não se lê
 * @param causa na mensagem do Kafka, ou da JVM
 */
public record TrechoIlegivel(TopicPartition particao, long offset, String causa) {

    /** A causa de quando não há erro nenhum, e mesmo assim a partição não anda ({@link ParticoesSemAvanco}). */
    public static final String SEM_ENTREGA = "o broker não entrega nada dali em diante, embora haja o que ler";

    /**
     * O que {@code poll()} não conseguiu ler, se foi isso que lançou. Chame na thread do consumidor, antes de qualquer
     * {@code seek()}: até lá, a posição da partição é a do trecho. Se o Kafka não disse qual é, chama {@code poll()} para saber, com tudo
     * pausado, e deixa as posições e as pausas como estavam.
     */
    public static Optional<TrechoIlegivel> em(KafkaException erro, Consumer<?, ?> consumidor) {
        if (erro instanceof RecordDeserializationException registro) {
            return Optional.of(new TrechoIlegivel(registro.topicPartition(), registro.offset(), causa(registro)));
        }
        return particao(erro, consumidor)
                .map(particao -> new TrechoIlegivel(particao, consumidor.position(particao), causa(erro)));
    }

    private static Optional<TopicPartition> particao(KafkaException erro, Consumer<?, ?> consumidor) {
        if (erro instanceof CorruptRecordException) {
            return LoteSemNome.particao(consumidor);
        }
        if (erro.getClass() != KafkaException.class) { // prazos, permissões e offsets fora do log têm tipos seus
            return Optional.empty();
        }
        // O Kafka só diz qual é a partição no texto da mensagem.
        var mensagem = String.valueOf(erro.getMessage());
        return consumidor.assignment().stream()
                .filter(particao -> cita(mensagem, particao))
                .max(Comparator.comparingInt(particao -> particao.topic().length()));
    }

    /**
     * Como {@code poll()}, para um consumidor com {@code max.poll.records=1}: o que não é do Kafka (falta de memória, biblioteca
     * nativa, um erro ao interpretar o lote) sai como {@link KafkaException} que diz a partição. Com mais registros por {@code
     * poll()}, os de outras partições já teriam sido dados por lidos.
     */
    public static <K, V> ConsumerRecords<K, V> poll(Consumer<K, V> consumidor, Duration espera) {
        try {
            return consumidor.poll(espera);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            try {
                consumidor.poll(espera); // o registro que falhou está marcado: agora vem o nome da partição
            } catch (WakeupException | InterruptException parando) {
                throw parando;
            } catch (KafkaException nomeada) {
                throw new KafkaException(nomeada.getMessage(), e);
            }
            throw e; // não se sabe qual foi, e o que veio agora pode tê-lo pulado
        }
    }

    /**
     * O primeiro offset que se lê depois do trecho, ou o fim do log se não há nenhum: o que fica entre os dois é o que se perde ao
     * pulá-lo.
     *
     * @param consumidor outro, só para isto, com {@code max.poll.records=1}: fica com esta partição
     * @param espera por resposta, em cada offset que se tenta
     * @throws TimeoutException se o broker não respondeu, ou se o que ele não entregava agora se lê: não se sabe
     */
    public long proximoLegivel(Consumer<?, ?> consumidor, Duration espera) {
        var fins = consumidor.endOffsets(List.of(particao));
        return proximoLegivel(consumidor, fins.getOrDefault(particao, offset + 1), espera);
    }

    long proximoLegivel(Consumer<?, ?> consumidor, long fim, Duration espera) {
        consumidor.assign(List.of(particao));
        if (causa.equals(SEM_ENTREGA)) {
            return proximoEntregue(consumidor, fim, espera);
        }
        for (long proximo = offset + 1; proximo < fim; proximo++) {
            try {
                if (entrega(consumidor, proximo, espera)) {
                    return proximo;
                }
            } catch (KafkaException ilegivel) {
                if (em(ilegivel, consumidor).isEmpty()) {
                    throw ilegivel;
                }
                continue; // ainda dentro do trecho
            }
            throw new TimeoutException("sem resposta sobre o offset %d de %s".formatted(proximo, particao));
        }
        return fim;
    }

    /** O broker volta a entregar a partir do ponto que acha por um índice, ou noutro segmento: até lá, nada; dali em diante, tudo. */
    private long proximoEntregue(Consumer<?, ?> consumidor, long fim, Duration espera) {
        exigeMudo(consumidor, offset, espera);
        long mudo = offset;
        long entregue = fim;
        while (entregue - mudo > 1) {
            long meio = mudo + (entregue - mudo) / 2;
            if (entregaOuResponde(consumidor, meio, espera)) {
                entregue = meio;
            } else {
                mudo = meio;
            }
        }
        exigeMudo(consumidor, mudo, espera); // um silêncio passageiro no meio da busca faria perder o que se lê
        return entregue;
    }

    private void exigeMudo(Consumer<?, ?> consumidor, long este, Duration espera) {
        if (entregaOuResponde(consumidor, este, espera)) {
            throw new TimeoutException("o offset %d de %s, que não vinha, agora se lê".formatted(este, particao));
        }
    }

    /** De um broker que não entrega nada, mas responde; do silêncio de um que caiu não se conclui nada. */
    private boolean entregaOuResponde(Consumer<?, ?> consumidor, long este, Duration espera) {
        if (entrega(consumidor, este, espera)) {
            return true;
        }
        consumidor.endOffsets(List.of(particao), espera);
        return false;
    }

    private boolean entrega(Consumer<?, ?> consumidor, long este, Duration espera) {
        consumidor.seek(particao, este);
        return !poll(consumidor, espera).isEmpty() || consumidor.position(particao) > este;
    }

    private static boolean cita(String mensagem, TopicPartition particao) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(particao.toString()) + "(?!\\d)")
                .matcher(mensagem)
                .find();
    }

    private static String causa(Throwable erro) {
        var raiz = erro;
        while (raiz.getCause() != null) {
            raiz = raiz.getCause();
        }
        return raiz instanceof KafkaException && raiz.getMessage() != null ? raiz.getMessage() : raiz.toString();
    }
}
