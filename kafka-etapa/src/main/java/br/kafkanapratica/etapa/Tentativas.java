package br.kafkanapratica.etapa;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Quantas vezes cada registro que falhou já foi repetido. Cada partição é de uma thread; partições diferentes, de várias. */
final class Tentativas {

    /** Até onde dobra a espera; uma pedida maior fica como é. */
    private static final Duration MAIOR_ESPERA = Duration.ofSeconds(30);

    private record Falha(Lugar lugar, BackOffExecution repeticoes) {}

    private final ExponentialBackOff backOff;
    private final Map<TopicPartition, Falha> falhas = new ConcurrentHashMap<>();

    Tentativas(int maximo, Duration espera) {
        backOff = new ExponentialBackOff(espera.toMillis(), 2);
        backOff.setMaxInterval(Math.max(MAIOR_ESPERA.toMillis(), espera.toMillis()));
        backOff.setMaxAttempts(maximo);
    }

    /**
     * Quanto esperar até repetir este registro, que acaba de falhar; vazio se já se repetiu o bastante, e continua a ser vazio: se a
     * transação que o leva à DLT se desfaz, não se repete tudo de novo.
     */
    Optional<Duration> aposFalhar(ConsumerRecord<?, ?> registro) {
        var lugar = Lugar.de(registro);
        var falha = falhas.compute(
                lugar.particao(),
                (mesma, anterior) -> anterior != null && anterior.lugar().equals(lugar)
                        ? anterior
                        : new Falha(lugar, backOff.start()));
        long espera = falha.repeticoes().nextBackOff();
        return espera == BackOffExecution.STOP ? Optional.empty() : Optional.of(Duration.ofMillis(espera));
    }
}
