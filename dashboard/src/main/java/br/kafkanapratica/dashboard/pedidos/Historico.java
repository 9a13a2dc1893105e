package br.kafkanapratica.dashboard.pedidos;

import br.kafkanapratica.dashboard.auditor.Etapa;
import br.kafkanapratica.dashboard.cluster.KafkaNaoConfirmou;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * O caminho de um pedido, procurado no log a cada pergunta: nada se guarda sobre ele. Com 100 mil pedidos leva um ou dois
 * segundos. Pode ser usado de várias threads, mas faz uma busca por vez.
 */
@Component
class Historico {

    private static final Duration PRAZO = Duration.ofSeconds(20);
    private static final int LETRAS = 2_000;

    /**
     * @param quando o timestamp do registro, em milissegundos desde 1970
     * @param causa por que foi parar na DLT; nulo nos outros tópicos
     */
    record Passagem(
            String topico,
            int particao,
            long offset,
            long quando,
            @Nullable String valor,
            @Nullable String causa) {}

    /** @param completo falso se o prazo da busca acabou antes do log */
    record Caminho(String id, List<Passagem> passagens, boolean completo) {}

    private final ConsumerFactory<byte[], byte[]> consumidores;
    private final Semaphore vez = new Semaphore(1);

    Historico(ConsumerFactory<byte[], byte[]> consumidores) {
        this.consumidores = consumidores;
    }

    /** @throws KafkaNaoConfirmou se o Kafka não responde */
    Caminho de(String id) throws InterruptedException {
        if (!vez.tryAcquire(PRAZO.toSeconds(), TimeUnit.SECONDS)) {
            throw new ErrorResponseException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.SERVICE_UNAVAILABLE, "Há buscas demais; tente de novo em alguns segundos."),
                    null);
        }
        try (var consumidor = consumidores.createConsumer()) {
            return procura(consumidor, id);
        } catch (KafkaException e) {
            throw new KafkaNaoConfirmou(e);
        } finally {
            vez.release();
        }
    }

    private static Caminho procura(Consumer<byte[], byte[]> consumidor, String id) {
        var chave = id.getBytes(StandardCharsets.UTF_8);
        var existentes = consumidor.listTopics();
        var particoes = Arrays.stream(Etapa.values())
                .flatMap(etapa -> Stream.of(etapa.topico(), etapa.dlt()))
                .filter(existentes::containsKey)
                .flatMap(topico -> existentes.getOrDefault(topico, List.of()).stream()
                        .map(info -> new TopicPartition(topico, info.partition())))
                .toList();
        consumidor.assign(particoes);
        consumidor.seekToBeginning(particoes);
        var fim = consumidor.endOffsets(particoes);
        long prazo = System.nanoTime() + PRAZO.toNanos();
        var achados = new ArrayList<Passagem>();
        while (particoes.stream()
                .anyMatch(particao -> consumidor.position(particao) < fim.getOrDefault(particao, 0L))) {
            if (System.nanoTime() > prazo) {
                return new Caminho(id, emOrdem(achados), false);
            }
            for (var registro : consumidor.poll(Duration.ofMillis(200))) {
                if (Arrays.equals(registro.key(), chave)) {
                    achados.add(passagem(registro));
                }
            }
        }
        return new Caminho(id, emOrdem(achados), true);
    }

    private static List<Passagem> emOrdem(List<Passagem> passagens) {
        return passagens.stream()
                .sorted(Comparator.comparingInt((Passagem passagem) -> ordem(passagem.topico()))
                        .thenComparingLong(Passagem::quando))
                .toList();
    }

    private static int ordem(String topico) {
        return Etapa.queLe(topico)
                .or(() -> Etapa.daDlt(topico))
                .map(Etapa::ordinal)
                .orElse(Etapa.values().length);
    }

    private static Passagem passagem(ConsumerRecord<byte[], byte[]> registro) {
        var causa = registro.headers().lastHeader("dlt-causa");
        return new Passagem(
                registro.topic(),
                registro.partition(),
                registro.offset(),
                registro.timestamp(),
                registro.value() == null ? null : texto(registro.value()),
                causa == null ? null : texto(causa.value()));
    }

    private static String texto(byte[] bytes) {
        var texto = new String(bytes, StandardCharsets.UTF_8);
        return texto.length() <= LETRAS ? texto : texto.substring(0, LETRAS) + "…";
    }
}
